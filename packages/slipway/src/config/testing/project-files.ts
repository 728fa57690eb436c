import type { ReadText } from "../load/find-config.ts";

/** A project folder in memory. */
export function projectFiles(files: Readonly<Record<string, string>>): ReadText {
  return async (path) => await Promise.resolve(Object.hasOwn(files, path) ? files[path] : undefined);
}
