import type { Opfs, OpfsOptions } from "./opfs/shapes.ts";

export type { Opfs, OpfsOptions } from "./opfs/shapes.ts";

/**
 * A whole file system, kept in a directory of the page's private file system: synchronous, with links, exact times and files
 * that stay after a reload. What is in the directory is not meant for other programs: large files have a file of their own under a
 * number, small ones share one, and a journaled index tells which is which. It works in dedicated workers only,
 * so what makes it is loaded when it is opened: a bundle that pages and workers share costs the page nothing.
 *
 * ```ts
 * const root = await navigator.storage.getDirectory();
 * const files = new Vfs(await opfs(await root.getDirectoryHandle("home", { create: true })));
 * ```
 *
 * @throws FsError EBUSY when another tab or worker has the directory open, ENOTSUP outside of dedicated workers
 */
export async function opfs(directory: FileSystemDirectoryHandle, options: OpfsOptions = {}): Promise<Opfs> {
  return (await import("./opfs/open-opfs.ts")).openOpfs(directory, options);
}
