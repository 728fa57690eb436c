import { listFolder, readTextNow } from "../platform/file/walk.ts";
import { join } from "../platform/path.ts";

/** Programs that use the page are for js, all others for wasip1. */
export function guessOs(folder: string): "wasip1" | "js" {
  const sources = listFolder(folder).filter(({ name }) => name.endsWith(".go") && !name.endsWith("_test.go"));
  const usesPage = sources.some(({ name }) => /"syscall\/js"/.test(readTextNow(join(folder, name)) ?? ""));
  return usesPage ? "js" : "wasip1";
}
