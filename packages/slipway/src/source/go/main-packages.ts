import { isAbsolute, join, relative, toSlash } from "../../platform/path.ts";
import { listFolder, pathType, readHead, readTextNow } from "../../platform/file/walk.ts";
import type { BuildablePair, MainPackage } from "../facts.ts";
import type { ConstraintWorld } from "./build-constraint.ts";
import { constraintFits, fileNameFits } from "./build-constraint.ts";
import { readGoFileHead } from "./go-file-head.ts";
import { programName } from "./program-name.ts";

/** A module whose folders are searched. */
export interface SearchedModule {
  readonly path: string;
  /** Absolute. */
  readonly dir: string;
  /** `ignore` lines of its go.mod. */
  readonly ignore: readonly string[];
}

/** What decides which files count. */
export interface MainPackageOptions {
  readonly root: string;
  readonly modules: readonly SearchedModule[];
  readonly buildable: readonly BuildablePair[];
  /** `go1.26.8`; decides the release tags. */
  readonly toolchain: string;
  /** Build tags that the config uses. */
  readonly tags: readonly string[];
}

/** The main packages below the root, and where was looked. */
export interface MainPackages {
  readonly mains: readonly MainPackage[];
  /** Folders with Go files that were looked at, relative to the root with `/`. */
  readonly folders: readonly string[];
  /** Folders that hold nothing of Go but tests, likewise. */
  readonly testFolders: readonly string[];
}

/** Most package clauses stand within this many bytes; the rest of a file is read only when they do not. */
const HEAD = 4096;

/**
 * Finds the packages that `go list ./...` names `main`, for any target, without running Go.
 *
 * It follows cmd/go's rules: no folders that begin with `.` or `_`, no `testdata`, no `vendor`, no nested modules, no
 * `ignore`d folders, no links to folders; test files, other targets' files and files behind tags that nobody set do not
 * count. `go list` itself would cost a process and would miss programs that exist only for other targets.
 */
export function findMainPackages(options: MainPackageOptions): MainPackages {
  const worlds = worldsOf(options);
  const mains: MainPackage[] = [];
  const folders: string[] = [];
  const testFolders: string[] = [];
  // Go reads `./...` within the module around the root. At a workspace's top without one it finds nothing; all modules below
  // are more useful there.
  const around = options.modules.filter(({ dir }) => isWithin(options.root, dir));
  for (const module of around.length > 0 ? around : options.modules) {
    const walk = (dir: string): void => {
      const entries = listFolder(dir);
      if (dir !== module.dir && entries.some(({ name, type }) => name === "go.mod" && type !== "folder")) return;
      const allFiles = entries.filter(
        ({ name, type }) =>
          name.endsWith(".go") &&
          !/^[._]/.test(name) &&
          (type === "file" || (type === "other" && pathType(join(dir, name)) === "file")),
      );
      const goFiles = allFiles.filter(({ name }) => !name.endsWith("_test.go"));
      const inRoot = toSlash(relative(options.root, dir));
      if (allFiles.length > 0) (goFiles.length > 0 ? folders : testFolders).push(inRoot === "" ? "." : `./${inRoot}`);
      if (goFiles.length > 0) {
        const fits = mainFor(
          dir,
          goFiles.map(({ name }) => name),
          worlds,
        );
        if (fits.length > 0) {
          const inModule = toSlash(relative(module.dir, dir));
          const importPath = inModule === "" ? module.path : `${module.path}/${inModule}`;
          mains.push({
            importPath,
            dir: folders.at(-1) ?? ".",
            name: programName(importPath),
            ...(fits.length === worlds.length ? {} : { onlyFor: fits.map(({ os, arch }) => `${os}/${arch}`) }),
          });
        }
      }
      for (const { name, type } of entries) {
        if (type !== "folder" || /^[._]/.test(name) || name === "testdata" || name === "vendor") continue;
        const next = join(dir, name);
        if (!isIgnored(toSlash(relative(module.dir, next)), module.ignore)) walk(next);
      }
    };
    const start = isWithin(options.root, module.dir) ? options.root : module.dir;
    if (isWithin(start, options.root)) walk(start);
  }
  return {
    mains: mains.sort((a, b) => (a.dir < b.dir ? -1 : 1)),
    folders: folders.sort((a, b) => (a < b ? -1 : 1)),
    testFolders: testFolders.sort((a, b) => (a < b ? -1 : 1)),
  };
}

/** Whether a folder is another one or lies below it. */
function isWithin(folder: string, other: string): boolean {
  const path = relative(other, folder);
  return path === "" || !(isAbsolute(path) || /^\.\.(?:[\\/]|$)/.test(path));
}

/** The worlds for which the folder holds a file of `package main`. Stops reading as soon as the answer is known. */
function mainFor(
  dir: string,
  names: readonly string[],
  worlds: readonly ConstraintWorld[],
): readonly ConstraintWorld[] {
  const fits = new Set<ConstraintWorld>();
  for (const name of names) {
    const byName = worlds.filter((world) => fileNameFits(name, world));
    if (byName.every((world) => fits.has(world))) continue;
    const path = join(dir, name);
    const start = readHead(path, HEAD) ?? "";
    const head =
      readGoFileHead(start) ?? (start.length < HEAD / 4 ? undefined : readGoFileHead(readTextNow(path) ?? ""));
    if (head === undefined || head.packageName === "documentation") continue;
    const { constraint } = head;
    const selected = constraint === undefined ? byName : byName.filter((world) => constraintFits(constraint, world));
    if (selected.length === 0) continue;
    if (head.packageName !== "main") {
      // All files of a folder that one target compiles are one package: those without conditions settle it.
      if (selected.length === worlds.length) return [];
      continue;
    }
    for (const world of selected) fits.add(world);
    if (fits.size === worlds.length) break;
  }
  return worlds.filter((world) => fits.has(world));
}

function worldsOf(options: MainPackageOptions): ConstraintWorld[] {
  const tags = new Set(options.tags);
  const open = new Set(["cgo"]);
  const goMinor = Number(/^go1\.([0-9]+)/.exec(options.toolchain)?.[1] ?? 99);
  return options.buildable.map(({ os, arch }) => ({ os, arch, tags, open, goMinor }));
}

/** `ignore` lines of go.mod (Go 1.25): `./x` is that folder, `x` any folder of that name or path. */
function isIgnored(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const clean = pattern.replace(/\/+$/, "");
    if (clean.startsWith("./")) return path === clean.slice(2);
    return path === clean || path.endsWith(`/${clean}`);
  });
}
