import { EditError } from "../binary/edit-error.ts";
import { FormatError } from "../binary/format-error.ts";
import type { Dylib } from "../config/sections/finishing.ts";
import { SlipwayError } from "../errors.ts";
import { artifactFields } from "../plan/artifact-fields.ts";
import { hasId } from "../plan/artifact-group.ts";
import { isProgram } from "../plan/artifact-group.ts";
import type { Discovery, Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Output, Task } from "../plan/task.ts";
import { readBytesIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { sha256Bytes } from "../platform/hash.ts";
import { resolve } from "../platform/path.ts";
import { governLibrary, governProgram } from "./dylib/govern.ts";
import type { DylibParams, GovernedLibrary } from "./dylib/govern.ts";
import { finishProgram } from "./finish-program.ts";

/** The libraries of `dylibs`: that programs ask for them where they will be, and copies beside the program. */
export const dylibsKind: Kind = {
  name: "dylibs",
  version: 1,
  plan(context) {
    if (context.config.dylibs.length === 0) return;
    for (const program of context.artifacts.filter(
      (artifact) => isProgram(artifact) && artifact.target?.arch !== "all",
    ))
      planOne(context, program);
  },
  discover(task, context): Promise<Discovery> {
    const { libraries } = task.params as DylibParams;
    const files = libraries.filter(({ from }) => from !== "").map(({ from }) => resolve(context.root, from));
    return Promise.resolve({ files, folders: [], values: {} });
  },
  run: runDylibs,
};

function planOne(context: PlanContext, program: PlannedArtifact): void {
  const libraries = context.config.dylibs.flatMap((entry, index) =>
    selects(entry, program) ? [governed(context, entry, ["dylibs", index], program)] : [],
  );
  if (libraries.length === 0) return;
  const folder = program.path.replace(/[^/]*$/, "");
  const more = libraries
    .filter((library) => library.copy && !isCopied(library, folder, context))
    .map(({ name }): Output => ({
      path: `${folder}${name}`,
      mode: 0o755,
      artifact: {
        name,
        path: `${folder}${name}`,
        type: "C Shared Library",
        target: program.target!,
        extra: { ID: program.extra["ID"] ?? "", Binary: name, Ext: "" },
      },
    }));
  finishProgram(context, program, {
    kind: "dylibs",
    id: `dylibs:${program.path}`,
    title: `check libraries of ${program.name} for ${formatTarget(program.target!)}`,
    params: { libraries, os: program.target!.os } satisfies DylibParams,
    more,
  });
}

/** Whether a program in the same folder brings the same copy already. */
function isCopied(library: GovernedLibrary, folder: string, { tasks }: PlanContext): boolean {
  const same = JSON.stringify(library);
  return tasks.some(
    ({ kind, params, outputs }) =>
      kind === "dylibs" &&
      outputs.some(({ path }) => path === `${folder}${library.name}`) &&
      (params as DylibParams).libraries.some((each) => JSON.stringify(each) === same),
  );
}

function selects({ ids, goos, goarch }: Dylib, { target, ...program }: PlannedArtifact): boolean {
  const any = (words: readonly string[], word: string): boolean => words.length === 0 || words.includes(word);
  return target !== undefined && hasId(program, ids) && any(goos, target.os) && any(goarch, target.arch);
}

function governed(
  context: PlanContext,
  entry: Dylib,
  at: readonly (string | number)[],
  program: PlannedArtifact,
): GovernedLibrary {
  const where = context.positionOf(at);
  const refuse = (message: string, expected: string): SlipwayError =>
    new SlipwayError("config-invalid", message, { ...(where && { where }), expected });
  if (entry.name === "" || /[\\/*]/.test(entry.name)) {
    throw refuse("An entry of dylibs has no name", "the library's file name, without a folder: libssl.3.dylib");
  }
  const fields = artifactFields(program, { dist: context.config.dist, project: context.head.project });
  const from = context.render(entry.from, [...at, "from"], fields);
  if (entry.copy && from === "") throw refuse(`dylibs cannot copy ${entry.name}`, "from: where the library is here");
  const path = context.render(entry.path, [...at, "path"], fields);
  return { name: entry.name, from, copy: entry.copy, path: path || besidePath(entry, program), rewrite: entry.rewrite };
}

/** A copy is looked for beside the program. */
function besidePath({ copy, name }: Dylib, { target }: PlannedArtifact): string {
  if (!copy) return "";
  return target?.os === "darwin" ? `@executable_path/${name}` : target?.os === "windows" ? name : "$ORIGIN";
}

async function runDylibs(task: Task, context: RunContext): Promise<RunResult> {
  const params = task.params as DylibParams;
  const [input] = task.inputs;
  const [program, ...copies] = task.outputs;
  const bytes = (await readBytesIfExists(context.input(input!))) ?? new Uint8Array(0);
  const say = (text: string): void =>
    context.emit({ type: "task-output", task: task.id, stream: "stdout", text: `${text}\n` });
  try {
    const done = governProgram(bytes, params, { sha256: sha256Bytes });
    for (const change of done.changes) say(change);
    await writeFileAtomic(context.output(program!.path), done.bytes, { mode: program!.mode });
    for (const copy of copies) {
      const library = params.libraries.find(({ name }) => copy.path.endsWith(`/${name}`) || copy.path === name)!;
      const found = await readBytesIfExists(resolve(context.root, library.from));
      if (found === undefined) {
        throw new SlipwayError("file-not-found", `There is no file "${library.from}", which dylibs names`, {
          hint: `build or install ${library.name} there, or correct from`,
        });
      }
      const governedBytes = governLibrary(found, library, params.os, { sha256: sha256Bytes });
      await writeFileAtomic(context.output(copy.path), governedBytes, { mode: copy.mode });
    }
  } catch (error) {
    if (!(error instanceof EditError || error instanceof FormatError)) throw error;
    throw new SlipwayError("edit-refused", error.message, {
      actual: program!.path,
      hint: "link with -Wl,-headerpad_max_install_names (macOS) or -Wl,-rpath,$ORIGIN (Linux) in CGO_LDFLAGS",
      cause: error,
    });
  }
  return { extra: { [program!.path]: context.told(input!) ?? {} } };
}
