import type { JsonObject } from "../../json.ts";
import type { Discovery } from "../../plan/kind.ts";
import { listFolder } from "../../platform/file/walk.ts";
import { dirname, join, relative, toSlash } from "../../platform/path.ts";
import type { ListedModule, ListedPackage } from "./go-list.ts";

/** What a program is made of, as its fingerprint needs it. */
export interface GoSources extends Pick<Discovery, "files" | "folders" | "values"> {
  readonly detail: JsonObject;
  /** The packages of the program, dependencies first. */
  readonly packages: readonly ListedPackage[];
}

const FILE_LISTS = [
  "GoFiles",
  "CgoFiles",
  "CFiles",
  "CXXFiles",
  "MFiles",
  "HFiles",
  "FFiles",
  "SFiles",
  "SwigFiles",
  "SwigCXXFiles",
  "SysoFiles",
  "EmbedFiles",
] as const;
const TEST_LISTS = ["TestGoFiles", "XTestGoFiles", "TestEmbedFiles", "XTestEmbedFiles"] as const;

/**
 * Collects what the program `top` is made of out of a list of packages: the files of every package whose source is at
 * hand (its own module, the workspace's, replaced folders, vendor), and version and sum of every module that the module
 * cache holds. The standard library stands behind the toolchain's version.
 */
export function collectSources(packages: readonly ListedPackage[], top: ListedPackage, root: string): GoSources {
  const byPath = new Map(packages.map((each) => [each.ImportPath, each]));
  const reached = new Set<string>();
  // What every program has without importing it; what C brings comes below.
  const pending = [top.ImportPath, "runtime"];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const each = byPath.get(path);
    if (each?.CgoFiles?.length) pending.push("runtime/cgo", "syscall");
    for (const name of each?.Imports ?? []) pending.push(each?.ImportMap?.[name] ?? name);
  }

  const files = new Set<string>();
  const folders = new Set<string>();
  const values: Record<string, string> = {};
  const detail: Record<string, JsonObject> = {};
  const used = packages.filter((each) => reached.has(each.ImportPath));
  for (const each of used) {
    if (each.Standard) continue;
    const module = each.Module;
    if (module && isCacheResident(module, each.Dir)) {
      const source = module.Replace ?? module;
      values[`module ${module.Path}`] = [module.Replace?.Path ?? "", source.Version, source.Sum ?? ""]
        .filter(Boolean)
        .join(" ");
      continue;
    }
    const own = new Set<string>();
    const lists = each.ForTest !== undefined || each === top ? [...FILE_LISTS, ...TEST_LISTS] : FILE_LISTS;
    for (const list of lists) for (const name of each[list] ?? []) own.add(join(each.Dir, name));
    for (const file of own) {
      files.add(file);
      folders.add(dirname(file));
    }
    folders.add(each.Dir);
    for (const folder of embedFolders(each)) folders.add(folder);
    const goMod = (module?.Replace ?? module)?.GoMod;
    if (goMod !== undefined) files.add(goMod);
    detail[each.ImportPath] = {
      files: [...own].map((file) => toSlash(relative(root, file))).sort(),
      imports: (each.Imports ?? [])
        .map((name) => each.ImportMap?.[name] ?? name)
        .filter((name) => byPath.get(name)?.Standard !== true && byPath.has(name))
        .sort(),
    };
  }
  return {
    files: [...files].sort(),
    folders: [...folders].sort(),
    values,
    detail: { packages: detail },
    packages: used,
  };
}

/**
 * The folders in which a new file could be embedded: for every embedded file that is not beside the package, the top one
 * of its folders below the package and all that lie under that, empty ones too.
 */
function embedFolders(each: ListedPackage): Set<string> {
  const tops = new Set(
    [each.EmbedFiles, each.TestEmbedFiles, each.XTestEmbedFiles]
      .flatMap((list) => list ?? [])
      .flatMap((file) => (file.includes("/") ? [file.slice(0, file.indexOf("/"))] : [])),
  );
  const folders = new Set<string>();
  const walk = (folder: string): void => {
    folders.add(folder);
    for (const entry of listFolder(folder)) if (entry.type === "folder") walk(join(folder, entry.name));
  };
  for (const top of tops) walk(join(each.Dir, top));
  return folders;
}

/** Whether the source comes out of the module cache, whose content its version and sum stand for. */
function isCacheResident(module: ListedModule, dir: string): boolean {
  return !module.Main && (module.Replace ?? module).Version !== undefined && /@v[0-9][^/]*(?:\/|$)/.test(toSlash(dir));
}
