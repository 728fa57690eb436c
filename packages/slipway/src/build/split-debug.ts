import { crc32 } from "../archive/crc32.ts";
import { EditError } from "../binary/edit-error.ts";
import { FormatError } from "../binary/format-error.ts";
import { splitElf } from "../binary/split/split-elf.ts";
import { splitMacho } from "../binary/split/split-macho.ts";
import type { SplitProgram } from "../binary/split/split-program.ts";
import { SlipwayError } from "../errors.ts";
import type { Artifact } from "../plan/artifact.ts";
import type { Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { stableName } from "../plan/stable-name.ts";
import { objectFormat } from "../plan/targets/object-format.ts";
import { formatTarget, formatTargetName } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { readBytesIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { sha256Bytes } from "../platform/hash.ts";
import { basename } from "../platform/path.ts";
import { finishProgram } from "./finish-program.ts";

/**
 * Programs of builds with `debug: split`: stripped, with symbols and DWARF in a file of their own that debuggers find by
 * build ID or UUID. Each takes the place of the program that was built.
 */
export const splitDebugKind: Kind = {
  name: "split-debug",
  version: 1,
  plan(context) {
    const programs = context.artifacts.filter(({ promise }) => promise?.split === true);
    for (const program of programs) planSplit(program, context);
  },
  run: runSplit,
};

function planSplit(program: PlannedArtifact, context: PlanContext): void {
  const target = program.target!;
  const isElf = objectFormat(target).name === "ELF";
  const path = isElf
    ? `${program.path}.debug`
    : `${program.path}.dSYM/Contents/Resources/DWARF/${basename(program.path)}`;
  const name = `${basename(program.path)}_${context.head.version}_${formatTargetName(target)}.${isElf ? "debug" : "dwarf"}`;
  const debug: Artifact = {
    name,
    path,
    type: "File",
    target,
    extra: { ID: program.extra["ID"] ?? "", Binary: program.extra["Binary"] ?? "", Format: isElf ? "debug" : "dwarf" },
  };
  finishProgram(context, program, {
    kind: "split-debug",
    id: `split-debug:${stableName(program.path, context.head.version)}`,
    title: `split ${program.name} for ${formatTarget(target)}`,
    params: {},
    more: [{ path, mode: 0o644, artifact: debug }],
  });
}

async function runSplit(task: Task, context: RunContext): Promise<RunResult> {
  const [program, debug] = task.outputs;
  const input = task.inputs[0]!;
  const bytes = (await readBytesIfExists(context.input(input))) ?? new Uint8Array(0);
  const split = splitProgram(bytes, program!.path, basename(debug!.path));
  if (!split.hasDebug) {
    context.finding({
      code: "debug-missing",
      severity: "warning",
      message: "The program has a symbol table and no DWARF to split off",
      ...(task.target === undefined ? {} : { target: task.target }),
      artifact: basename(program!.path),
      hint: "take -w out of ldflags and GOFLAGS; a C linker may have dropped it",
    });
  }
  await writeFileAtomic(context.output(program!.path), split.program, { mode: program!.mode });
  await writeFileAtomic(context.output(debug!.path), split.debug, { mode: debug!.mode });
  return {
    extra: {
      [program!.path]: context.told(input) ?? {},
      [debug!.path]: split.id === undefined ? {} : { BuildID: split.id },
    },
  };
}

function splitProgram(bytes: Uint8Array, path: string, debugName: string): SplitProgram {
  const options = { debugName, crc32: (part: Uint8Array) => crc32(part), sha256: sha256Bytes };
  try {
    return bytes[0] === 0x7f ? splitElf(bytes, options) : splitMacho(bytes, options);
  } catch (error) {
    if (!(error instanceof EditError || error instanceof FormatError)) throw error;
    throw new SlipwayError("debug-split-failed", `Cannot split "${path}": ${error.message}`, {
      hint: "leave debug: split out for this target in builds.overrides, or look at what hooks do to the program",
      cause: error,
    });
  }
}
