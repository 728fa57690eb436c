import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { join, relative, toSlash } from "../../platform/path.ts";
import type { GoBuildParams } from "./go-build-params.ts";
import { isGoCommand } from "./go-command.ts";
import { goEnvironment } from "./go-environment.ts";
import { goList } from "./go-list.ts";
import type { ListedPackage } from "./go-list.ts";
import { prepareFolder } from "./prepare-folder.ts";

/** What listing needs of a run. */
export type ListContext = Pick<
  RunContext,
  "facts" | "env" | "root" | "scratch" | "memory" | "process" | "once" | "input"
>;

/** A program and every package it may be made of. */
export interface ProgramList {
  readonly top: ListedPackage;
  readonly packages: readonly ListedPackage[];
}

/**
 * Lists what a task's program is made of, once per run for all programs of a batch.
 *
 * @throws SlipwayError `build-not-main` when it is no main package, `build-failed` with Go's words
 */
export async function listProgram(task: Task, context: ListContext): Promise<ProgramList> {
  const params = task.params as GoBuildParams;
  const { settings } = params;
  const group = (task.batch === undefined ? undefined : batchPackages(task.batch)) ?? [params.package];
  const { folder, extra, modfile } = await prepareFolder(params, context);
  const key = JSON.stringify(["go list", settings, group, params.proxy]);
  const packages = await context.once(key, async () => {
    const listed = await goList(
      {
        go: goOf(settings.tool, context),
        cwd: folder,
        env: goEnvironment(settings, context, { temporary: context.scratch }),
        flags: [...settings.flags, ...extra],
        tests: settings.command === "test",
        packages: group,
      },
      context,
    );
    return modfile === undefined ? listed : listed.map((each) => withGoMod(each, modfile));
  });
  const top = findTop(packages, params, folder);
  if (params.mainCheck && top.Name !== "main") {
    throw new SlipwayError(
      "build-not-main",
      `Cannot build "${params.build}": package "${top.ImportPath}" is no program`,
      {
        where: { file: toSlash(relative(context.root, top.Dir)) },
        expected: "package main with a func main",
        actual: `package ${top.Name}`,
        hint: mainsHint(context),
      },
    );
  }
  return { top, packages };
}

/** Names the project's own go.mod, where Go was given a copy that is gone after the run. */
function withGoMod(
  listed: ListedPackage,
  modfile: { readonly copy: string; readonly original: string },
): ListedPackage {
  const { Module: module } = listed;
  return module?.GoMod === modfile.copy ? { ...listed, Module: { ...module, GoMod: modfile.original } } : listed;
}

/** What the batch word of a task holds besides the settings: the packages that are built together. */
export function batchPackages(batch: string): readonly string[] | undefined {
  const parsed = JSON.parse(batch) as unknown;
  return Array.isArray(parsed) ? (parsed[1] as string[]) : undefined;
}

/** The main packages that there are, as a hint. */
export function mainsHint(context: Pick<RunContext, "facts">): string {
  const mains = context.facts.mains.map((main) => main.dir);
  return mains.length === 0
    ? "The module has no main package"
    : `Set builds.main to one of: ${mains.slice(0, 10).join(", ")}${mains.length > 10 ? " ..." : ""}`;
}

/** The Go command that knows the module: the tool itself when it is one, else the toolchain in use. */
export function goOf(tool: string, context: Pick<RunContext, "facts">): string {
  if (tool !== "go" && isGoCommand(tool)) return tool;
  const { toolchain } = context.facts;
  if (!toolchain) {
    throw new SlipwayError("go-missing", "There is no Go toolchain", {
      hint: "Install Go, or set GOPROXY so that a toolchain can be fetched",
    });
  }
  return toolchain.go;
}

function findTop(packages: readonly ListedPackage[], params: GoBuildParams, folder: string): ListedPackage {
  const named = packages.filter(
    (each) => !each.DepOnly && each.ForTest === undefined && !each.ImportPath.endsWith(".test"),
  );
  const dir = join(folder, params.package);
  const found =
    named.find((each) => each.ImportPath === params.package) ??
    named.find((each) => each.Dir === dir) ??
    (named.length === 1 ? named[0] : undefined);
  if (!found) {
    throw new SlipwayError(
      "build-not-main",
      `Cannot build "${params.build}": "${params.package}" names no single package`,
      {
        actual: named.length === 0 ? "no package" : named.map((each) => each.ImportPath).join(", "),
      },
    );
  }
  return found;
}
