import { promises as fs } from "node:fs";
import { join } from "node:path";

/** Replaces files directly in `folder` by symbolic links to files of the same name and size in one of `others`. */
export async function linkTwins(folder: string, others: readonly string[]): Promise<void> {
  for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(folder, entry.name);
    const { size } = await fs.stat(path);
    for (const other of others) {
      const twin = join(other, entry.name);
      if ((await fs.stat(twin).catch(() => undefined))?.size !== size) continue;
      await fs.rm(path);
      await fs.symlink(twin, path);
      break;
    }
  }
}
