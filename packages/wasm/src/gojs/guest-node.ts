import { openStandard } from "../core/open-standard.ts";
import type { ProgramOptions } from "../core/program.ts";
import type { Vfs } from "../vfs/vfs.ts";
import type { Awaited } from "./events.ts";
import { guestFs, type GuestFs } from "./guest-fs.ts";
import { resolvePath } from "./guest-path.ts";
import { guestProcess } from "./guest-process.ts";
import { Globals } from "./globals.ts";

/** What a program sees in place of Node: globals with `fs`, `process` and `path` of its own over its own files. */
export interface GuestNode {
  readonly globals: Globals;
  readonly fs: GuestFs;
  /** Closes every file that the program opened. */
  readonly closeAll: () => void;
}

/** @param own more globals of the program's own */
export async function guestNode(
  files: Vfs,
  { cwd = "/", syncFiles }: ProgramOptions,
  awaited: Awaited,
  own: Readonly<Record<string, unknown>> = {},
): Promise<GuestNode> {
  const process = guestProcess(syncFiles ?? files, cwd);
  const { fs, closeAll } = guestFs(files, process, await openStandard(files), awaited);
  const path = { resolve: (...parts: string[]) => resolvePath(process.cwd(), ...parts) };
  return { globals: new Globals({ fs, process, path, ...own }), fs, closeAll };
}
