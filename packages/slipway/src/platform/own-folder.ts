import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

let found: string | undefined;

/** The folder of Slipway's own package, the same from sources and from the bundle: files that are shipped as they are lie in it. */
export function ownFolder(): string {
  for (let folder = import.meta.dirname; found === undefined; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "slipway") {
      found = folder;
    } else if (dirname(folder) === folder) throw new Error("Internal error: Slipway cannot find its own package");
  }
  return found;
}
