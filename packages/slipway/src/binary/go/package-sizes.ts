import type { GoModuleInfo } from "./module-info.ts";
import { packagePathOf } from "./package-path.ts";
import type { GoFunction } from "./pclntab.ts";

/** Bytes of code of one package, and the module that it belongs to (`std` for Go's own packages). */
export interface GoPackageSize {
  readonly path: string;
  readonly module: string;
  readonly functions: number;
  readonly bytes: number;
}

/** Adds up the code of each package, largest first. */
export function packageSizes(
  functions: readonly GoFunction[],
  modules: GoModuleInfo | undefined,
): readonly GoPackageSize[] {
  const totals = new Map<string, { functions: number; bytes: number }>();
  for (const each of functions) {
    const path = packagePathOf(each.name);
    const total = totals.get(path);
    if (total === undefined) totals.set(path, { functions: 1, bytes: each.size });
    else {
      total.functions++;
      total.bytes += each.size;
    }
  }
  const moduleOf = moduleFinder(modules);
  return [...totals]
    .map(([path, total]) => ({ path, module: moduleOf(path), functions: total.functions, bytes: total.bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The module with the longest path that is a prefix of the package's. */
function moduleFinder(modules: GoModuleInfo | undefined): (path: string) => string {
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
