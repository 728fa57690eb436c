import { SlipwayError } from "../../errors.ts";
import { dirname, isAbsolute, join, resolve } from "../../platform/path.ts";
import { pathType, readTextNow } from "../../platform/file/walk.ts";
import type { ModuleFacts } from "../facts.ts";
import type { GoMod } from "./go-mod.ts";
import { parseGoMod } from "./go-mod.ts";
import { parseGoWork } from "./go-work.ts";
import { compareGoVersions } from "./go-version.ts";
import type { SearchedModule } from "./main-packages.ts";

/** The module or workspace at a folder, and the modules whose packages are its own. */
export interface ModuleResult {
  readonly module: ModuleFacts;
  readonly searched: readonly SearchedModule[];
}

/**
 * Reads the `go.mod` that is in force at `root` (there or in a folder above, as Go looks), and the `go.work` unless
 * `gowork` says `off` or names another one.
 *
 * Returns `undefined` when there is no module.
 *
 * @throws {SlipwayError} `go-mod-invalid` with a position, also for a `use` line whose folder has no go.mod.
 */
export function moduleFacts(root: string, gowork = ""): ModuleResult | undefined {
  const workFile = workspaceFile(root, gowork);
  if (workFile !== undefined) return workspace(workFile, root);
  const file = findUp(root, "go.mod");
  if (file === undefined) return undefined;
  const mod = readGoMod(file);
  const dir = dirname(file);
  return {
    module: {
      dir,
      path: mod.module,
      goVersion: mod.go,
      ...(mod.toolchain === undefined ? {} : { toolchain: mod.toolchain }),
      localModules: [...new Set([dir, ...replacedFolders(mod, dir)])],
      vendored: compareGoVersions(mod.go, "1.14") >= 0 && pathType(join(dir, "vendor", "modules.txt")) === "file",
    },
    searched: [{ path: mod.module, dir, ignore: mod.ignore }],
  };
}

function workspace(file: string, root: string): ModuleResult {
  const dir = dirname(file);
  const work = parseGoWork(readTextNow(file) ?? "", file);
  const members = work.use.map((use) => {
    const folder = isAbsolute(use) ? use : resolve(dir, use);
    const modFile = join(folder, "go.mod");
    if (pathType(modFile) !== "file") {
      throw new SlipwayError("go-mod-invalid", `The use line "${use}" names a folder without a go.mod`, {
        where: { file },
        expected: `a file "${modFile}"`,
        hint: `run go work edit -dropuse=${use}, or go mod init there`,
      });
    }
    return { folder, mod: readGoMod(modFile) };
  });
  // The module around the project's folder is the one released; at the workspace's own top, where there may be none, Go
  // lists modules in the order of the use lines and GoReleaser takes the first.
  const here = findUp(root, "go.mod");
  const own = members.find(({ folder }) => here !== undefined && join(folder, "go.mod") === here) ?? members[0];
  if (own === undefined)
    throw new SlipwayError("go-mod-invalid", "The workspace has no use line", {
      where: { file },
      hint: "run go work use .",
    });
  return {
    module: {
      dir: own.folder,
      path: own.mod.module,
      goVersion: work.go,
      ...(work.toolchain === undefined ? {} : { toolchain: work.toolchain }),
      workspace: file,
      localModules: [
        ...new Set([own.folder, ...members.flatMap(({ folder, mod }) => [folder, ...replacedFolders(mod, folder)])]),
      ],
      vendored: pathType(join(dir, "vendor", "modules.txt")) === "file",
    },
    searched: members.map(({ folder, mod }) => ({ path: mod.module, dir: folder, ignore: mod.ignore })),
  };
}

function readGoMod(file: string): GoMod {
  return parseGoMod(readTextNow(file) ?? "", file);
}

function replacedFolders(mod: GoMod, dir: string): string[] {
  return mod.localReplaces.map((replace) => (isAbsolute(replace.dir) ? replace.dir : resolve(dir, replace.dir)));
}

function workspaceFile(root: string, gowork: string): string | undefined {
  if (gowork === "off") return undefined;
  if (gowork !== "") return isAbsolute(gowork) ? gowork : resolve(root, gowork);
  return findUp(root, "go.work");
}

function findUp(from: string, name: string): string | undefined {
  for (let dir = from; ;) {
    const file = join(dir, name);
    if (pathType(file) === "file") return file;
    const parent = dirname(dir);
    if (parent === dir) return undefined;
    dir = parent;
  }
}
