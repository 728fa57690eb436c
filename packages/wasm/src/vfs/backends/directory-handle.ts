import type { Backend } from "../backend.ts";
import { nodeOf } from "./directory-handle/handle-node.ts";

/** All methods of `Backend`. */
const METHODS = [
  "lookup",
  "attributes",
  "change",
  "open",
  "list",
  "create",
  "symlink",
  "readlink",
  "link",
  "unlink",
  "rmdir",
  "rename",
] as const;

/**
 * The files of a `FileSystemDirectoryHandle`: a directory that the user picked (File System Access), or the page's private one
 * (`navigator.storage.getDirectory()`). Writes are gathered and reach the disk when the file is read, synced or closed.
 *
 * These file systems have neither links nor settable times: `link` and `symlink` fail with EPERM, as on FAT, and times that a
 * program sets are kept while the page lives.
 *
 * Few pages ask for a directory, and those wait for their user first: what reads and writes it is loaded when a program first looks into it.
 */
export function directoryFiles(directory: FileSystemDirectoryHandle): Backend {
  const root = nodeOf(directory, 1n);
  let loading: Promise<Backend> | undefined;
  const load = async (): Promise<Backend> =>
    (await import("./directory-handle/directory-files.ts")).directoryFiles(root);
  const methods = METHODS.map((name) => [
    name,
    async (...values: never[]) => Reflect.apply((await (loading ??= load()))[name], undefined, values),
  ]);
  return { sync: false, root, ...Object.fromEntries(methods) } as Backend;
}
