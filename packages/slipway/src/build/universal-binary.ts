import { layoutFat, readThinCpu } from "../binary/fat/write-fat.ts";
import type { UniversalBinary } from "../config/sections/finish.ts";
import { SlipwayError } from "../errors.ts";
import { distPath } from "../plan/artifact-fields.ts";
import { hasId, isProgram } from "../plan/artifact-group.ts";
import type { Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { targetFields } from "../plan/targets/target-fields.ts";
import type { Output, Task } from "../plan/task.ts";
import { fileHead } from "../platform/file/file-head.ts";
import { readFilePieces, writeFilePieces } from "../platform/file/file-stream.ts";
import { HOOK_MEMORY } from "./hook/before-hooks.ts";
import type { HookCommand, HookParams } from "./hook/hook-params.ts";
import { planHook } from "./hook/plan-hook.ts";
import { globalEnv } from "./go/plan/build-env.ts";

const MB = 1 << 20;
const DARWIN_ALL = { os: "darwin", arch: "all" } as const;

/** Universal programs of `universal_binaries`: one file for Macs of both architectures. */
export const universalBinaryKind: Kind = {
  name: "universal-binary",
  version: 1,
  plan(context) {
    for (const [index, section] of context.config.universal_binaries.entries()) planUniversal(context, section, index);
  },
  run: runUniversal,
};

function planUniversal(context: PlanContext, section: UniversalBinary, index: number): void {
  const at = ["universal_binaries", index];
  const isPart = (artifact: PlannedArtifact): boolean =>
    isProgram(artifact) &&
    artifact.target?.os === "darwin" &&
    artifact.target.arch !== "all" &&
    hasId(artifact, section.ids);
  const parts = context.artifacts.filter(isPart);
  const first = parts[0];
  const where = context.positionOf(at);
  if (first === undefined) {
    context.finding({
      code: "universal-binary-empty",
      severity: "notice",
      message: `No universal program is made for "${section.id}": no build of ${section.ids.join(", ")} is for darwin`,
      ...(where && { where }),
    });
    return;
  }
  const arches = parts.map((part) => part.target!.arch);
  if (new Set(arches).size < arches.length) {
    throw new SlipwayError(
      "universal-binary-failed",
      `Cannot join the programs of "${section.id}": two are for the same architecture`,
      {
        ...(where && { where }),
        expected: "one program per architecture",
        actual: parts.map((part) => part.path).join(", "),
        hint: "name one build with `ids`, or build one variant of each architecture for darwin",
      },
    );
  }
  const name = context.render(section.name_template, [...at, "name_template"]);
  const path = `${section.id}_darwin_all/${name}`;
  const mtime = context.render(section.mod_timestamp, [...at, "mod_timestamp"]);
  const output: Output = {
    path,
    mode: 0o755,
    ...(/^\d+$/u.test(mtime) && { mtime: Number(mtime) }),
    artifact: {
      name,
      path,
      type: "Binary",
      target: DARWIN_ALL,
      extra: { ...first.extra, ID: section.id, Replaces: section.replace },
      promise: { ...first.promise, arches },
    },
  };
  const task: Task = {
    id: `universal-binary:${section.id}`,
    kind: "universal-binary",
    stage: "build",
    title: `join ${name} for darwin/all`,
    target: "darwin/all",
    needs: [...new Set(parts.map((part) => part.task))],
    inputs: parts.map((part) => part.path),
    params: {},
    outputs: [output],
    resources: { cpu: 1, memory: 16 * MB, cost: 1 },
  };
  addWithHooks(context, section, index, task);
  if (section.replace) context.withdraw(isPart);
}

/** Adds the task with the hooks before and after it, which are tasks of their own. */
function addWithHooks(context: PlanContext, section: UniversalBinary, index: number, task: Task): void {
  const output = task.outputs[0]!;
  const common = { ...targetFields(DARWIN_ALL), Ext: "" };
  const fields = {
    pre: { ...common, Name: "", Path: "" },
    post: { ...common, Name: output.artifact!.name, Path: distPath(context.config.dist, output.path) },
  };
  const env = globalEnv(context);
  const commands = (when: "pre" | "post"): HookCommand[] => {
    if (context.options.skip.includes(`${when}-hooks`)) return [];
    return section.hooks[when].flatMap((hook, number) => {
      const at = ["universal_binaries", index, "hooks", when, number];
      return (
        planHook(hook, { at, fields: fields[when], all: { ...context.facts.env, ...env }, own: {} }, context) ?? []
      );
    });
  };
  const hookTask = (when: "pre" | "post", params: Pick<HookParams, "commands" | "files">): Task => ({
    id: `hook:${when}:universal:${section.id}`,
    kind: "hook",
    stage: "build",
    title: `run ${when} hooks of universal program ${section.id}`,
    target: "darwin/all",
    needs: task.needs,
    inputs: [],
    params: {
      what: `${when} hook of universal program "${section.id}"`,
      folder: `${section.id}_darwin_all`,
      ...params,
    },
    outputs: [],
    resources: { cpu: 1, memory: HOOK_MEMORY, cost: 1 },
  });
  const [pre, post] = [commands("pre"), commands("post")];
  let { needs } = task;
  if (pre.length > 0) {
    const before = hookTask("pre", { commands: pre, files: [] });
    context.add(before);
    needs = [...needs, before.id];
  }
  if (post.length === 0) {
    context.add({ ...task, needs });
    return;
  }
  const raw = `.raw/${output.path}`;
  context.add({ ...task, needs, outputs: [{ path: raw, mode: output.mode }] });
  const files = [{ from: raw, to: output.path, mode: output.mode }];
  context.add({ ...hookTask("post", { commands: post, files }), needs: [task.id], inputs: [raw], outputs: [output] });
}

async function runUniversal(task: Task, context: RunContext): Promise<RunResult> {
  const output = task.outputs[0]!;
  const parts = [];
  for (const input of task.inputs) {
    const path = context.input(input);
    const cpu = readThinCpu(await firstBytes(path));
    if (cpu === undefined) {
      throw new SlipwayError("universal-binary-failed", `Cannot put "${input}" into a universal program`, {
        expected: "a Mach-O program for one architecture",
        actual: "another format",
      });
    }
    parts.push({ ...cpu, size: (await fileHead(path))?.size ?? 0, path });
  }
  // By CPU number, as lipo's users know it: x86_64 before arm64.
  parts.sort((a, b) => a.cpu - b.cpu || a.cpuSubtype - b.cpuSubtype);
  try {
    await writeFilePieces(context.output(output.path), fatPieces(parts, context.signal), {
      mode: output.mode,
      signal: context.signal,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SlipwayError("universal-binary-failed", `Cannot make "${output.path}": ${error.message}`, {
      cause: error,
    });
  }
  const told = task.inputs.map((input) => context.told(input)).find((extra) => extra?.["DynamicallyLinked"] === true);
  return { extra: { [output.path]: told ? { DynamicallyLinked: true } : {} } };
}

async function* fatPieces(
  parts: readonly { readonly cpu: number; readonly cpuSubtype: number; readonly size: number; readonly path: string }[],
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const layout = layoutFat(parts);
  yield layout.head;
  for (const [index, part] of parts.entries()) {
    yield* readFilePieces(part.path, signal);
    yield new Uint8Array(layout.parts[index]!.padding);
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  for await (const piece of readFilePieces(path)) return piece.subarray(0, 12);
  return new Uint8Array(0);
}
