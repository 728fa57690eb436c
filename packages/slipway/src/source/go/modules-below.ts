import { listFolder } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";

/** How deep it looks, and into how many folders: enough for `services/group/api`, and no walk through a home folder. */
const DEPTH = 3;
const FOLDERS = 2000;

/**
 * Folders below one that hold a `go.mod`, nearest first, relative to it with slashes. What the go command passes over
 * (`vendor`, `testdata`, names that begin with a dot or an underscore) is passed over, and so is what is inside of a module found.
 */
export function modulesBelow(folder: string): string[] {
  const found: string[] = [];
  let seen = 0;
  let level = [""];
  for (let depth = 0; depth <= DEPTH; depth += 1) {
    const next: string[] = [];
    for (const path of level) {
      seen += 1;
      if (seen > FOLDERS) return found;
      const entries = listFolder(join(folder, path));
      if (entries.some(({ name, type }) => name === "go.mod" && type === "file")) {
        found.push(path);
        continue;
      }
      for (const { name, type } of entries) {
        if (type === "folder" && !PASSED_OVER.test(name)) next.push(path === "" ? name : `${path}/${name}`);
      }
    }
    level = next;
  }
  return found;
}

const PASSED_OVER = /^[._]|^(?:vendor|testdata|node_modules)$/u;
