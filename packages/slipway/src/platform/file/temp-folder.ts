import { mkdtempSync, promises as fs, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a new empty folder that only this user can read, in the host's place for temporary files. */
export function makeTempFolder(prefix: string): Promise<string> {
  return fs.mkdtemp(join(tmpdir(), `${prefix}-`));
}

let passing: string | undefined;

/** One folder like that for the whole process, which is gone when the process ends. */
export function passingFolder(): string {
  if (passing === undefined) {
    const made = mkdtempSync(join(tmpdir(), "slipway-passing-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    passing = made;
  }
  return passing;
}
