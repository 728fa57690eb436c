import { ProgramError } from "../core/program.ts";
import { ownRoot } from "../core/own-root.ts";
import { nodeFiles } from "./node-files.ts";
import type { HostMount } from "./shapes.ts";
import { Vfs } from "../vfs/vfs.ts";

/** Reads `HOST::GUEST`, or `HOST` for the same path on both sides, as wasmtime's `--dir` does. */
export function parseMount(text: string): HostMount {
  const at = text.indexOf("::");
  const host = at < 0 ? text : text.slice(0, at);
  const guest = at < 0 ? text : text.slice(at + 2);
  if (host === "" || guest === "") throw new ProgramError(`Cannot read the mount "${text}": expected HOST::GUEST`);
  return { host, guest };
}

/** A tree in memory with host directories mounted in it. @throws ENOENT, ENOTDIR for a host directory that is not there */
export async function mountTree(mounts: readonly HostMount[]): Promise<Vfs> {
  const isRoot = ({ guest }: HostMount): boolean => /^[/.]*$/.test(guest);
  const root = mounts.find(isRoot);
  const files = root === undefined ? ownRoot() : new Vfs(nodeFiles(root.host, root));
  // Outer mounts first, whatever the order given, so that inner ones land on them.
  const depth = ({ guest }: HostMount): number => guest.split("/").filter((name) => name !== "").length;
  for (const mount of mounts.filter((other) => !isRoot(other)).sort((a, b) => depth(a) - depth(b))) {
    await files.mount(mount.guest, nodeFiles(mount.host, mount));
  }
  return files;
}
