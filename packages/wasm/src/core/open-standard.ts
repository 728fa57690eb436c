import type { OpenFile } from "../vfs/open-file.ts";
import { drive } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";

/** The three standard streams as open files 0, 1 and 2. */
export async function openStandard(files: Vfs): Promise<OpenFile[]> {
  const opened: OpenFile[] = [];
  for (const name of ["stdin", "stdout", "stderr"]) {
    const read = name === "stdin";
    opened.push(await drive(files.open(files.start, `/dev/${name}`, { read, write: !read })));
  }
  return opened;
}
