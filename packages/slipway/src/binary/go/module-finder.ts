import type { GoModuleInfo } from "./module-info.ts";

/** Tells the module of a package by its path: the longest module path that is a prefix. Go's own packages are in `std`. */
export function moduleFinder(modules: GoModuleInfo | undefined): (path: string) => string {
  const known = new Set<string>();
  if (modules?.main !== undefined) known.add(modules.main.path);
  for (const dep of modules?.deps ?? []) known.add(dep.path);
  return (path) => {
    if (path === "main") return modules?.main?.path ?? "";
    for (let prefix = path; prefix !== ""; prefix = prefix.slice(0, Math.max(prefix.lastIndexOf("/"), 0))) {
      if (known.has(prefix)) return prefix;
    }
    const first = path.split("/", 1)[0] ?? "";
    // Only the standard library has import paths whose first element has no dot.
    return path === "" || first.includes(".") ? "" : "std";
  };
}
