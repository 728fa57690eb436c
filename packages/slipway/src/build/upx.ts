import type { Upx } from "../config/sections/finish.ts";
import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { hasId, isProgram } from "../plan/artifact-group.ts";
import type { Discovery, Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { targetFields } from "../plan/targets/target-fields.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { fileHead } from "../platform/file/file-head.ts";
import { resolve } from "../platform/path.ts";
import { lookOnPath } from "../platform/process/find-program.ts";
import { copyFile } from "../platform/file/files.ts";

const MB = 1 << 20;

/** What upx prints when a program cannot be made smaller: the program is then shipped as it is. */
const EXCEPTIONS = [
  "CantPackException",
  "AlreadyPackedException",
  "NotCompressibleException",
  "UnknownExecutableFormatException",
  "IOException",
];

interface UpxParams extends JsonObject {
  /** Command and flags; the program's path comes last. */
  readonly argv: readonly string[];
}

/** Programs compressed by `upx`. Each takes the place of the program that was built. */
export const upxKind: Kind = {
  name: "upx",
  version: 1,
  usesPath: true,
  plan(context) {
    for (const [index, section] of context.config.upx.entries()) {
      const enabled = context.render(section.enabled, ["upx", index, "enabled"]).trim().toLowerCase();
      if (enabled !== "true") continue;
      for (const program of context.artifacts.filter((artifact) => selects(section, artifact)))
        planOne(context, section, index, program);
    }
  },
  tools(task) {
    const [name = "upx"] = (task.params as UpxParams).argv;
    const install = "the upx-ucl or upx package of your system; without it programs are shipped uncompressed";
    return [{ name, purpose: "makes programs smaller", required: false, install }];
  },
  async discover(task, context): Promise<Discovery> {
    const [command = "upx"] = (task.params as UpxParams).argv;
    const { path, absent } = /[\\/]/.test(command)
      ? { path: resolve(context.root, command), absent: [] }
      : lookOnPath(command, { env: context.env, os: context.facts.host.os });
    return {
      files: path === undefined ? [] : [path],
      folders: [],
      watched: absent,
      values: { upx: (await upxVersion(task, context)) ?? "none" },
    };
  },
  run: runUpx,
};

function selects(section: Upx, artifact: PlannedArtifact): boolean {
  const { target } = artifact;
  if (!isProgram(artifact) || target === undefined || !hasId(artifact, section.ids)) return false;
  const fields = targetFields(target);
  const any = (words: readonly string[], value: string): boolean => words.length === 0 || words.includes(value);
  // GoReleaser takes a program without a recorded variant for one of the default variant.
  const arm = fields["Arm"] || (target.arch === "arm" ? "6" : "");
  const amd64 = fields["Amd64"] || (target.arch === "amd64" ? "v1" : "");
  return (
    any(section.goos, target.os) &&
    any(section.goarch, target.arch) &&
    any(section.goarm, arm) &&
    any(section.goamd64, amd64)
  );
}

function planOne(context: PlanContext, section: Upx, index: number, program: PlannedArtifact): void {
  const maker = context.tasks.flatMap((task) => task.outputs).find((output) => output.path === program.path);
  const { task, ...artifact } = program;
  const raw = context.interpose(program.path);
  const compress = section.compress === "" ? [] : [section.compress === "best" ? "--best" : `-${section.compress}`];
  const params: UpxParams = {
    argv: [
      section.binary || "upx",
      "--quiet",
      ...compress,
      ...(section.lzma ? ["--lzma"] : []),
      ...(section.brute ? ["--brute"] : []),
    ],
  };
  context.add({
    id: `upx:${index}:${program.path}`,
    kind: "upx",
    stage: "build",
    title: `compress ${program.path}`,
    target: formatTarget(program.target!),
    needs: [task],
    inputs: [raw],
    params,
    outputs: [{ path: program.path, mode: maker?.mode ?? 0o755, artifact }],
    resources: { cpu: 1, memory: 256 * MB, cost: section.brute ? 50 : 10 },
  });
}

async function runUpx(task: Task, context: RunContext): Promise<RunResult> {
  const { argv } = task.params as UpxParams;
  const input = task.inputs[0]!;
  const output = task.outputs[0]!;
  const file = context.output(output.path);
  const take = (): Promise<void> => copyFile(context.input(input), file, { mode: output.mode });
  const result: RunResult = { extra: { [output.path]: context.told(input) ?? {} } };
  await take();
  if ((await upxVersion(task, context)) === undefined) {
    const text = `upx is skipped: "${argv[0]}" is not on the PATH; programs are shipped uncompressed`;
    await context.once(text, async () => context.emit({ type: "message", level: "warning", text }));
    return result;
  }
  const run = await context.process([...argv, file], { cwd: context.root, env: context.env, check: false });
  if (run.exitCode === 0) {
    const [before, after] = [await fileHead(context.input(input)), await fileHead(file)];
    const ratio = Math.floor(((after?.size ?? 0) * 100) / Math.max(1, before?.size ?? 1));
    context.emit({
      type: "message",
      level: "info",
      text: `${output.path} compressed to ${ratio}% of ${before?.size} bytes`,
    });
    return result;
  }
  const printed = `${run.stdout}${run.stderr}`;
  const exception = EXCEPTIONS.find((word) => printed.includes(word));
  if (exception === undefined) {
    throw new SlipwayError(
      "tool-failed",
      `Cannot compress "${output.path}": "${argv.join(" ")}" ended with ${run.signal ?? run.exitCode}`,
      {
        expected: "exit code 0",
        actual: run.signal ?? String(run.exitCode),
        output: printed.slice(-16_384),
        hint: "leave this platform out with goos or goarch in the upx section",
      },
    );
  }
  context.emit({
    type: "message",
    level: "warning",
    text: `${output.path} is shipped uncompressed: upx says ${exception}`,
  });
  await take();
  return result;
}

/** The first line of `upx --version`, or `undefined` when there is no such command. */
function upxVersion(task: Task, context: RunContext): Promise<string | undefined> {
  const [command = "upx"] = (task.params as UpxParams).argv;
  return context.once(`upx version ${command}`, async () => {
    try {
      const result = await context.process([command, "--version"], { cwd: context.root, env: context.env });
      return result.stdout.split("\n")[0] ?? "";
    } catch (error) {
      if (error instanceof SlipwayError && error.code === "tool-not-found") return undefined;
      throw error;
    }
  });
}
