import { promises as fs } from "node:fs";
import { dirname } from "node:path";

/** What `pathType()` says, without holding up the main thread: a mount whose server is gone may answer in minutes, or never. */
export async function askPathType(path: string): Promise<"file" | "folder" | "other" | undefined> {
  const stat = await fs.stat(path).catch(() => undefined);
  if (stat === undefined) return undefined;
  return stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
}

/** What `isBlocked()` says, without holding up the main thread. */
export async function askBlocked(folder: string): Promise<boolean> {
  const type = await askPathType(folder);
  if (type !== undefined) return type !== "folder";
  const above = dirname(folder);
  return above !== folder && askBlocked(above);
}
