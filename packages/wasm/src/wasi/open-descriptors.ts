import { openStandard } from "../core/open-standard.ts";
import { drive } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";
import { describe, Descriptors } from "./descriptors.ts";

/** What a program starts with: its standard streams as 0 to 2, then its preopened directories. @throws ENOENT, ENOTDIR for one of these */
export async function openDescriptors(files: Vfs, preopens: readonly string[], strict: boolean): Promise<Descriptors> {
  const descriptors = new Descriptors();
  const { start } = files;
  for (const file of await openStandard(files)) descriptors.add(describe(file, start));
  for (const path of preopens) {
    const file = await drive(files.open(start, path, { read: true, directory: true }));
    const root = path === "/" && !strict && { root: file.spot };
    descriptors.add(describe(file, { trail: [file.spot], confined: true, ...root }, { preopen: path }));
  }
  return descriptors;
}
