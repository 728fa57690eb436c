import {
  DIRECTORY,
  FILE,
  type Attributes,
  type Backend,
  type Changes,
  type Entry,
  type FileType,
  type Handle,
} from "../../backend.ts";
import { wallClock } from "../../clock.ts";
import { fail } from "../../fs-error.ts";
import { withPosixErrors } from "../browser-errors.ts";
import { memory, type MemoryNode } from "../memory.ts";
import { nodeOf, type HandleNode } from "./handle-node.ts";

/** OPFS and newer engines can move; TypeScript's library does not know. */
interface Movable {
  move?(directory: FileSystemDirectoryHandle, name: string): Promise<void>;
}

/** See `directoryFiles`. @param root inode 1, which is there before this is loaded */
export function directoryFiles(root: HandleNode): Backend {
  return withPosixErrors(new DirectoryFiles(root));
}

class DirectoryFiles implements Backend<HandleNode> {
  readonly sync = false;
  readonly root: HandleNode;
  readonly #orphans = memory();
  #lastIno = 1n;

  constructor(root: HandleNode) {
    this.root = root;
  }

  #remember(dir: HandleNode, name: string, entry: FileSystemHandle): HandleNode {
    const known = dir.known.get(name);
    const kind = known?.type === DIRECTORY ? "directory" : "file";
    if (known !== undefined && kind === entry.kind) return known;
    const node = nodeOf(entry, ++this.#lastIno);
    dir.known.set(name, node);
    return node;
  }

  async lookup(dir: HandleNode, name: string): Promise<HandleNode | undefined> {
    const directory = asDirectory(dir);
    try {
      return this.#remember(dir, name, await directory.getFileHandle(name));
    } catch (error) {
      const problem = (error as Error).name;
      // Names that the file system cannot hold are names that it does not hold.
      if (problem === "NotFoundError" || error instanceof TypeError) {
        dir.known.delete(name);
        return undefined;
      }
      if (problem !== "TypeMismatchError") throw error;
      return this.#remember(dir, name, await directory.getDirectoryHandle(name));
    }
  }

  async attributes(node: HandleNode): Promise<Attributes> {
    const { type, ino, mode } = node;
    let size = 0;
    let modified = 0n;
    if (type === FILE) {
      const file = await fileOf(node);
      size = file.size;
      modified = BigInt(file.lastModified) * 1_000_000n;
    }
    const mtime = node.mtime ?? modified;
    return { type, ino, size, nlink: 1, mode, atime: node.atime ?? mtime, mtime, ctime: modified };
  }

  async change(node: HandleNode, { size, mode, atime, mtime }: Changes): Promise<void> {
    if (size !== undefined) await (await writerOf(node)).truncate(size);
    if (mode !== undefined) node.mode = mode;
    if (size !== undefined) node.mtime = undefined;
    if (atime !== undefined) node.atime = atime;
    if (mtime !== undefined) node.mtime = mtime;
  }

  open(node: HandleNode): Handle {
    node.opens++;
    return {
      async read(into, at) {
        if (node.orphan !== undefined) return node.orphan.read(into, at);
        const part = (await fileOf(node)).slice(at, at + into.length);
        into.set(new Uint8Array(await part.arrayBuffer()));
        return part.size;
      },
      async write(from, at) {
        if (node.orphan !== undefined) return node.orphan.write(from, at);
        const writer = await writerOf(node);
        // The bytes are the program's memory and the stream reads them later.
        await writer.write({ type: "write", position: at, data: from.slice() });
        node.mtime = undefined;
        return from.length;
      },
      size: async () => (node.orphan === undefined ? (await fileOf(node)).size : node.orphan.size()),
      attributes: async () => {
        if (node.orphan === undefined) return this.attributes(node);
        const now = wallClock();
        const { type, ino, mode } = node;
        return { type, ino, size: await node.orphan.size(), nlink: 0, mode, atime: now, mtime: now, ctime: now };
      },
      sync: () => flush(node),
      async close() {
        node.opens--;
        await flush(node);
      },
    };
  }

  async list(dir: HandleNode): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for await (const [name, entry] of asDirectory(dir).entries()) {
      const { ino, type } = this.#remember(dir, name, entry);
      entries.push({ name, ino, type });
    }
    return entries;
  }

  async create(dir: HandleNode, name: string, type: FileType): Promise<HandleNode> {
    if ((await this.lookup(dir, name)) !== undefined) fail("EEXIST", name);
    const directory = asDirectory(dir);
    const options = { create: true };
    try {
      const made =
        type === DIRECTORY ? directory.getDirectoryHandle(name, options) : directory.getFileHandle(name, options);
      return this.#remember(dir, name, await made);
    } catch (error) {
      if (error instanceof TypeError) fail("EINVAL", name);
      throw error;
    }
  }

  symlink(): never {
    fail("EPERM", "no links here");
  }

  link(): never {
    fail("EPERM", "no links here");
  }

  readlink(): never {
    fail("EINVAL");
  }

  async unlink(dir: HandleNode, name: string): Promise<void> {
    const node = await this.lookup(dir, name);
    if (node === undefined) fail("ENOENT", name);
    await flush(node);
    if (node.opens > 0) await this.#orphan(node);
    await asDirectory(dir).removeEntry(name);
    dir.known.delete(name);
  }

  /** Keeps the bytes of an open file that loses its name. */
  async #orphan(node: HandleNode): Promise<void> {
    const bytes = new Uint8Array(await (await fileOf(node)).arrayBuffer());
    const name = String(node.ino);
    const kept: MemoryNode = this.#orphans.create(this.#orphans.root, name, FILE, node.mode);
    const handle = this.#orphans.open(kept);
    await handle.write(bytes, 0);
    this.#orphans.unlink(this.#orphans.root, name);
    node.orphan = handle;
  }

  async rmdir(dir: HandleNode, name: string): Promise<void> {
    try {
      await asDirectory(dir).removeEntry(name);
    } catch (error) {
      if ((error as Error).name === "InvalidModificationError") fail("ENOTEMPTY", name);
      throw error;
    }
    dir.known.delete(name);
  }

  async rename(dir: HandleNode, name: string, toDir: HandleNode, toName: string): Promise<void> {
    const node = await this.lookup(dir, name);
    if (node === undefined) fail("ENOENT", name);
    const old = await this.lookup(toDir, toName);
    if (old === node) return;
    if (old?.type === DIRECTORY) await this.rmdir(toDir, toName);
    else if (old !== undefined) await this.unlink(toDir, toName);
    await this.#move(node, { dir, name, toDir, toName });
    dir.known.delete(name);
    toDir.known.set(toName, node);
  }

  async #move(
    node: HandleNode,
    { dir, name, toDir, toName }: { dir: HandleNode; name: string; toDir: HandleNode; toName: string },
  ): Promise<void> {
    await flush(node);
    const to = asDirectory(toDir);
    const movable = node.entry as Movable;
    if (node.type === FILE && movable.move !== undefined) {
      await movable.move(to, toName);
      node.entry = await to.getFileHandle(toName);
      return;
    }
    if (node.type === FILE) {
      const file = await fileOf(node);
      node.entry = await to.getFileHandle(toName, { create: true });
      await (await writerOf(node)).write(file);
      await flush(node);
    } else {
      // No engine moves directories: a new one is filled, and the nodes go along, so that open files stay the same files.
      const made = await to.getDirectoryHandle(toName, { create: true });
      const target = { ...node, entry: made };
      for (const { name: child } of await this.list(node)) {
        const inner = (await this.lookup(node, child)) as HandleNode;
        await this.#move(inner, { dir: node, name: child, toDir: target, toName: child });
      }
      node.entry = made;
    }
    await asDirectory(dir).removeEntry(name);
  }
}

function asDirectory({ entry }: HandleNode): FileSystemDirectoryHandle {
  return entry as FileSystemDirectoryHandle;
}

/** The file as it is now, with what was written. */
async function fileOf(node: HandleNode): Promise<File> {
  await flush(node);
  return (node.entry as FileSystemFileHandle).getFile();
}

async function writerOf(node: HandleNode): Promise<FileSystemWritableFileStream> {
  node.writer ??= await (node.entry as FileSystemFileHandle).createWritable({ keepExistingData: true });
  return node.writer;
}

async function flush(node: HandleNode): Promise<void> {
  const { writer } = node;
  node.writer = undefined;
  await writer?.close();
}
