import { listFolder, readHead } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";

/** Bytes of a Go file in which its imports are looked for. */
const HEAD = 16 * 1024;
/** Folders that hold no package of the module (`go help packages`). */
const NO_PACKAGE = /^[._]|^(?:testdata|vendor|node_modules)$/;

/** Whether some Go file below these folders imports "C". Tests do not count: they are not shipped. */
export function usesCgo(folders: readonly string[]): boolean {
  return folders.some(folderUsesCgo);
}

function folderUsesCgo(folder: string): boolean {
  const entries = listFolder(folder);
  const imports = (name: string): boolean => /^\s*(?:import\s+)?"C"/m.test(readHead(join(folder, name), HEAD) ?? "");
  return (
    entries.some((entry) => entry.type === "file" && /(?<!_test)\.go$/.test(entry.name) && imports(entry.name)) ||
    entries.some(
      (entry) => entry.type === "folder" && !NO_PACKAGE.test(entry.name) && folderUsesCgo(join(folder, entry.name)),
    )
  );
}
