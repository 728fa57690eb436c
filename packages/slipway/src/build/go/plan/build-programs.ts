import { SlipwayError } from "../../../errors.ts";
import type { Build } from "../../../config/sections/build.ts";
import type { PlanContext } from "../../../plan/kind.ts";
import type { MainPackage } from "../../../source/facts.ts";

/** One program of a build. */
export interface BuildProgram {
  /** What `go build` is told: `.`, `./cmd/api`, `main.go`. Relative to the build's folder. */
  readonly package: string;
  /** The main package, where it is known. */
  readonly main?: MainPackage;
  /** `ID` in records. */
  readonly id: string;
  /** Its name when the config does not say one; a template otherwise. */
  readonly binary: string;
}

/**
 * The programs of one entry of `builds`: one, or with an ellipsis (`main: ./...`) one per main package below.
 *
 * @throws SlipwayError `build-not-main` when there is none, `build-config-invalid` when one name would have to do for
 * several
 */
export function programsOf(build: Build, index: number, context: PlanContext): readonly BuildProgram[] {
  const at = ["builds", index, "main"];
  const main = context.render(build.main, at) || ".";
  const dir = clean(build.dir);
  if (!main.endsWith("/...") || build.no_main_check) {
    const path = clean(join(dir, main));
    const known = context.facts.mains.find((each) => clean(each.dir) === path);
    if (!known) refuseWrongMain(build, index, main, dir, context);
    return [
      {
        package: asArgument(main, known !== undefined),
        ...(known && { main: known }),
        id: build.id,
        binary: build.binary,
      },
    ];
  }

  const where = context.positionOf(at);
  const base = clean(join(dir, main.slice(0, -"/...".length)));
  const found = context.facts.mains.filter((each) => isBelow(clean(each.dir), base));
  if (found.length === 0) {
    throw new SlipwayError("build-not-main", `No main package matches "${main}" of build "${build.id}"`, {
      ...(where && { where }),
      expected: "at least one package main",
      actual: mainsText(context),
    });
  }
  for (const [given, key] of [
    [!build.binary_is_default, "binary"],
    [!build.id_is_default, "id"],
  ] as const) {
    if (found.length === 1 || !given) continue;
    throw new SlipwayError(
      "build-config-invalid",
      `"main: ${main}" finds ${found.length} programs, and "${key}" is set for one`,
      {
        ...(where && { where }),
        actual: found.map((each) => each.dir).join(", "),
        hint: `Name one package in "main", or remove "${key}" so that each program gets its own`,
      },
    );
  }
  const programs: BuildProgram[] = [];
  for (const each of found) {
    if (programs.some((other) => other.binary === each.name)) {
      context.finding({
        code: "program-name-twice",
        severity: "warning",
        message: `Two main packages of "${main}" are called "${each.name}"; ${each.dir} is left out`,
        ...(where && { where }),
        hint: "Give each a build of its own with another binary name",
      });
      continue;
    }
    const relative =
      clean(each.dir) === dir ? "." : `./${dir === "." ? clean(each.dir) : clean(each.dir).slice(dir.length + 1)}`;
    programs.push({ package: relative, main: each, id: found.length > 1 ? each.name : build.id, binary: each.name });
  }
  return programs;
}

/** A wrong `main` in the module that we know is told at once; elsewhere `go list` is asked later. */
function refuseWrongMain(build: Build, index: number, main: string, dir: string, context: PlanContext): void {
  const { module } = context.facts;
  const sure =
    build.builder === "go" &&
    build.command === "build" &&
    !build.no_main_check &&
    build.buildmode !== "archive" &&
    dir === "." &&
    module !== undefined &&
    context.facts.toolchain !== undefined &&
    module.dir === context.facts.root &&
    !main.endsWith(".go") &&
    !main.includes("..") &&
    build.tags.length === 0 &&
    build.flags.every((flag) => !flag.startsWith("-tags") && !flag.startsWith("-overlay")) &&
    build.hooks.pre.length === 0 &&
    context.config.before.hooks.length === 0;
  if (!sure) return;
  const where = context.positionOf(["builds", index, "main"]);
  throw new SlipwayError("build-not-main", `Build "${build.id}" has no main package at "${main}"`, {
    ...(where && { where }),
    expected: "a folder with package main",
    actual: mainsText(context),
    hint:
      context.facts.mains.length === 0
        ? "Write a package main, or set builds.no_main_check when it is generated"
        : `Set builds.main, for example: main: ${context.facts.mains[0]!.dir}`,
  });
}

function mainsText(context: PlanContext): string {
  const mains = context.facts.mains.map((each) => each.dir);
  if (mains.length === 0) return "no main package in the module";
  return `main packages at ${mains.slice(0, 8).join(", ")}${mains.length > 8 ? ` and ${mains.length - 8} more` : ""}`;
}

/** A folder as Go wants it: import paths and folders look alike, and only a leading dot tells them apart. */
function asArgument(main: string, isFolder: boolean): string {
  return isFolder && !main.startsWith(".") && !main.startsWith("/") ? `./${main}` : main;
}

/** `./a//b/` as `a/b`; the folder itself is `.`. */
function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}

function join(a: string, b: string): string {
  return a === "." ? b : `${a}/${b}`;
}

function isBelow(path: string, base: string): boolean {
  return base === "." || path === base || path.startsWith(`${base}/`);
}
