import type { JsonObject } from "../json.ts";
import { isProgram, hasId } from "../plan/artifact-group.ts";
import type { Discovery, Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { lookOnPath } from "../platform/process/find-program.ts";

const MB = 1 << 20;

interface WasmOptParams extends JsonObject {
  readonly flags: readonly string[];
}

/** Programs for the web made smaller by `wasm-opt`, with exactly the flags of the config. Each takes the place of what was built. */
export const wasmOptKind: Kind = {
  name: "wasm-opt",
  version: 1,
  usesPath: true,
  plan(context) {
    for (const [index, { ids, opt }] of context.config.wasm.entries()) {
      if (opt.length === 0) continue;
      const programs = context.artifacts.filter(
        (artifact) => isProgram(artifact) && artifact.target?.arch === "wasm" && hasId(artifact, ids),
      );
      for (const program of programs) planOne(context, opt, index, program);
    }
  },
  tools: () => [
    {
      name: "wasm-opt",
      purpose: "makes programs for the web smaller",
      // What a release is made of must not depend on what happens to be installed.
      required: true,
      install: "the binaryen package of your system, or take wasm.opt out of the project file",
    },
  ],
  async discover(_, context): Promise<Discovery> {
    const version = await context.once("wasm-opt version", async () => {
      const { stdout } = await context.process(["wasm-opt", "--version"], { cwd: context.root, env: context.env });
      return stdout.trim();
    });
    const { path, absent } = lookOnPath("wasm-opt", { env: context.env, os: context.facts.host.os });
    return { files: path === undefined ? [] : [path], folders: [], watched: absent, values: { "wasm-opt": version } };
  },
  async run(task: Task, context: RunContext): Promise<RunResult> {
    const { flags } = task.params as WasmOptParams;
    const input = task.inputs[0]!;
    const { path } = task.outputs[0]!;
    const argv = ["wasm-opt", ...flags, context.input(input), "-o", context.output(path)];
    await context.process(argv, { cwd: context.root, env: context.env });
    return { extra: { [path]: context.told(input) ?? {} } };
  },
};

function planOne(context: PlanContext, flags: readonly string[], index: number, program: PlannedArtifact): void {
  const maker = context.tasks.flatMap((task) => task.outputs).find((output) => output.path === program.path);
  const { task, ...artifact } = program;
  const raw = context.interpose(program.path);
  const params: WasmOptParams = { flags };
  context.add({
    id: `wasm-opt:${index}:${program.path}`,
    kind: "wasm-opt",
    stage: "build",
    title: `optimize ${program.path}`,
    target: formatTarget(program.target!),
    needs: [task],
    inputs: [raw],
    params,
    outputs: [{ path: program.path, mode: maker?.mode ?? 0o755, artifact }],
    resources: { cpu: 1, memory: 512 * MB, cost: 20 },
  });
}
