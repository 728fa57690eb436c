import { promises as fs } from "node:fs";

/** Copies a folder with everything in it; symbolic links stay as they are written. */
export async function copyTree(from: string, to: string): Promise<void> {
  await fs.cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}
