import { constants, promises as fs } from "node:fs";
import { ensureFolder } from "./files.ts";

/**
 * Makes a folder that is to be written to, and asks the system whether it may be.
 *
 * @returns the bytes that are free there; `undefined` where the file system does not tell.
 * @throws the system's error (`ENOTDIR`, `EACCES`, `EROFS` ...)
 */
export async function folderToWrite(folder: string): Promise<number | undefined> {
  await ensureFolder(folder);
  await fs.access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  const system = await fs.statfs(folder).catch(() => undefined);
  // Some file systems of networks and of user space say that they have no blocks at all.
  return system === undefined || system.blocks === 0 ? undefined : system.bavail * system.bsize;
}
