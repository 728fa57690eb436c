import { portChannel } from "../../protocol/port.ts";
import { remoteFiles } from "../../protocol/remote-files.ts";
import { DIRECTORY, FILE, type Backend, type Inode } from "../../vfs/backend.ts";

/** The most of a file that is shown. */
const SHOWN = 65_536;

interface Root {
  readonly path: string;
  readonly backend: Backend;
}

/** The program's files: a tree that opens as it is clicked, a look into files, downloads, and files to add. */
export class FilesPanel {
  readonly #tree: HTMLElement;
  readonly #view: HTMLElement;
  #roots: readonly Root[] = [];
  readonly #open = new Set<string>();

  constructor(tree: HTMLElement, view: HTMLElement) {
    this.#tree = tree;
    this.#view = view;
  }

  clear(): void {
    this.#roots = [];
    this.#tree.replaceChildren();
  }

  /** Shows the files that the other side of a port serves, one back end for each of the `roots`. */
  async open(port: MessagePort, roots: readonly string[]): Promise<void> {
    const channel = await portChannel(port);
    this.#roots = roots.map((path, index) => ({
      path,
      backend: remoteFiles(channel, { id: index + 1, ino: BigInt(index + 1) }),
    }));
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const lists = await Promise.all(this.#roots.map((root) => this.#list(root, root.backend.root, root.path)));
    const named = lists.flatMap((list, index) => {
      const heading = document.createElement("h3");
      heading.textContent = this.#roots[index]?.path ?? "";
      return [heading, list];
    });
    this.#tree.replaceChildren(...named);
  }

  async #list({ path: mount, backend }: Root, directory: Inode, path: string): Promise<HTMLElement> {
    const list = document.createElement("ul");
    const entries = [...(await backend.list(directory))].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, type } of entries) {
      const full = `${path === "/" ? "" : path}/${name}`;
      // Where another root is mounted: it stands below by itself, and what this directory holds the program never sees.
      if (this.#roots.some((root) => root.path === full)) continue;
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.textContent = type === DIRECTORY ? `${name}/` : name;
      button.title = full;
      item.append(button);
      const node = await backend.lookup(directory, name);
      if (node === undefined) continue;
      if (type === DIRECTORY) {
        const show = async (): Promise<void> => {
          button.ariaExpanded = "true";
          item.append(await this.#list({ path: mount, backend }, node, full));
        };
        button.ariaExpanded = "false";
        if (this.#open.has(full)) await show().catch(() => this.#open.delete(full));
        button.addEventListener("click", () => {
          if (this.#open.delete(full)) {
            button.ariaExpanded = "false";
            item.querySelector("ul")?.remove();
          } else {
            this.#open.add(full);
            this.#try(full, show());
          }
        });
      } else button.addEventListener("click", () => this.#try(full, this.#look(backend, node, full)));
      list.append(item);
    }
    list.append(this.#adder(backend, directory, path));
    return list;
  }

  /** Says what went wrong where files are shown. */
  #try(path: string, work: Promise<void>): void {
    work.catch((error: unknown) => {
      const text = document.createElement("div");
      text.className = "bad";
      text.textContent = `${path}: ${(error as Error).message}`;
      this.#view.replaceChildren(text);
    });
  }

  /** Shows the start of a file; all of it is read only to be downloaded. */
  async #look(backend: Backend, node: Inode, path: string): Promise<void> {
    const { size, bytes } = await readStart(backend, node, SHOWN);
    const title = document.createElement("div");
    const download = document.createElement("button");
    download.textContent = "Download";
    download.addEventListener("click", () =>
      this.#try(
        path,
        readStart(backend, node, Infinity).then((all) => save(path.split("/").at(-1) ?? "file", all.bytes)),
      ),
    );
    title.append(`${path}, ${size.toLocaleString("en")} bytes `, download);
    const content = document.createElement("pre");
    const text = new TextDecoder().decode(bytes);
    const more = size > bytes.length ? `\n… ${(size - bytes.length).toLocaleString("en")} bytes more` : "";
    content.textContent = text.includes("\0") ? "(binary)" : text + more;
    this.#view.replaceChildren(title, content);
    this.#view.scrollIntoView({ block: "nearest" });
  }

  /** A place to put a file into a directory. */
  #adder(backend: Backend, directory: Inode, path: string): HTMLElement {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "file";
    label.append("+ add a file", input);
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file !== undefined)
        this.#try(
          path,
          this.#add(backend, directory, file).then(() => this.refresh()),
        );
    });
    item.append(label);
    return item;
  }

  async #add(backend: Backend, directory: Inode, file: File): Promise<void> {
    const node =
      (await backend.lookup(directory, file.name)) ?? (await backend.create(directory, file.name, FILE, 0o644));
    const bytes = new Uint8Array(await file.arrayBuffer());
    const handle = await backend.open(node, { read: false, write: true });
    await backend.change(node, { size: 0 });
    for (let at = 0; at < bytes.length;) at += await handle.write(bytes.subarray(at), at);
    await handle.close?.();
  }
}

/** The size of a file and its bytes up to `limit`. */
async function readStart(
  backend: Backend,
  node: Inode,
  limit: number,
): Promise<{ size: number; bytes: Uint8Array<ArrayBuffer> }> {
  const handle = await backend.open(node, { read: true, write: false });
  try {
    const size = await handle.size();
    const bytes = new Uint8Array(Math.min(size, limit));
    let at = 0;
    while (at < bytes.length) {
      const count = await handle.read(bytes.subarray(at), at);
      if (count === 0) break;
      at += count;
    }
    return { size, bytes: bytes.subarray(0, at) };
  } finally {
    await handle.close?.();
  }
}

function save(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.click();
  URL.revokeObjectURL(link.href);
}
