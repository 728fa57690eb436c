/** Go's `path/filepath` for hosts with `/` or `\`. Paths are byte strings. */
export class GoPath {
  readonly #windows: boolean;

  constructor(separator: "/" | "\\") {
    this.#windows = separator === "\\";
  }

  /** The drive or share before the path, and the rest with slashes. */
  #split(path: string): { volume: string; rest: string } {
    if (!this.#windows) {
      return { volume: "", rest: path };
    }
    const volume = /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/]+[^\\/]+)/.exec(path)?.[0] ?? "";
    return { volume: volume.replaceAll("/", "\\"), rest: path.slice(volume.length).replaceAll("\\", "/") };
  }

  #host(path: string): string {
    return this.#windows ? path.replaceAll("/", "\\") : path;
  }

  isAbsolute(path: string): boolean {
    const { volume, rest } = this.#split(path);
    return rest.startsWith("/") && (!this.#windows || volume !== "");
  }

  /** Takes `.`, `..` and doubled separators out. */
  clean(path: string): string {
    const { volume, rest } = this.#split(path);
    return volume + this.#host(cleanSlashes(rest));
  }

  dir(path: string): string {
    const { volume, rest } = this.#split(path);
    return volume + this.#host(cleanSlashes(rest.slice(0, rest.lastIndexOf("/") + 1)));
  }

  base(path: string): string {
    if (path === "") {
      return ".";
    }
    const trimmed = path.replace(this.#windows ? /[\\/]+$/ : /\/+$/, "");
    const { rest } = this.#split(trimmed);
    return rest === "" ? this.#host("/") : rest.slice(rest.lastIndexOf("/") + 1);
  }

  join(parts: readonly string[]): string {
    const first = parts.findIndex((part) => part !== "");
    return first === -1
      ? ""
      : this.clean(
          parts
            .slice(first)
            .filter((part) => part !== "")
            .join(this.#host("/")),
        );
  }

  absolute(path: string, folder: string): string {
    return this.isAbsolute(path) ? this.clean(path) : this.join([folder, path]);
  }
}

function cleanSlashes(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") {
      continue;
    }
    if (part !== "..") {
      parts.push(part);
    } else if (parts.length > 0 && parts.at(-1) !== "..") {
      parts.pop();
    } else if (!rooted) {
      parts.push("..");
    }
  }
  return (rooted ? "/" : "") + parts.join("/") || ".";
}
