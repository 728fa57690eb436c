import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a new empty folder that only this user can read, in the host's place for temporary files. */
export function makeTempFolder(prefix: string): Promise<string> {
  return fs.mkdtemp(join(tmpdir(), `${prefix}-`));
}
