import { dev } from "../vfs/backends/dev.ts";
import { memory } from "../vfs/backends/memory.ts";
import { drive } from "../vfs/steps.ts";
import { Vfs } from "../vfs/vfs.ts";
import type { ProgramOptions } from "./program.ts";

/** A program's files, ready: with `/dev` over its streams, `/tmp`, and its working directory. */
export async function prepareFiles(options: ProgramOptions): Promise<Vfs> {
  const { files = new Vfs(memory()), cwd = "/" } = options;
  await files.mount("/dev", dev(options));
  for (const path of ["/tmp", cwd]) {
    try {
      await drive(files.makeDirectories(path));
    } catch {
      // A read-only tree has no `/tmp` and no new directories: the program gets ENOENT where it goes.
    }
  }
  return files;
}
