import { readByteSize } from "../../config/quantity/byte-size.ts";
import { readDuration } from "../../config/quantity/duration.ts";
import { SlipwayError } from "../../errors.ts";
import { isProgram } from "../../plan/artifact-group.ts";
import type { PlanContext } from "../../plan/kind.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { Task } from "../../plan/task.ts";
import { envOfLines } from "../env-of-lines.ts";
import { skipSeverity } from "../proof-level.ts";
import type { TestParams } from "./test-params.ts";

const MB = 1 << 20;

/** Plans one run of the module's tests for each target that they are built for. What is packed for the target waits for it. */
export function planTest(context: PlanContext): void {
  const { test } = context.config.prove;
  for (const built of context.tasks.filter(({ kind }) => kind === "go-tests")) {
    const [os = "", arch = ""] = built.target!.split("/");
    const at = ["prove", "test"];
    const params: TestParams = {
      target: { os, arch },
      flags: test.flags.map(testFlag),
      env: envOfLines(context, test.env, [...at, "env"]),
      timeout: quantity(context, "timeout", readDuration(test.timeout)),
      memory: quantity(context, "memory", readByteSize(test.memory)),
      retries: Math.max(0, test.retries),
      network: test.network,
      cover: test.cover,
      framed: built.params["framed"] === true,
      noRace: test.race && built.params["race"] !== true,
      skips: skipSeverity(context, "test"),
    };
    const task = testTask(built, params);
    context.add(task);
    for (const program of context.artifacts) {
      if (isProgram(program) && program.target !== undefined && formatTarget(program.target) === built.target)
        context.guard(program.path, task.id);
    }
  }
}

function testTask(built: Task, params: TestParams): Task {
  const name = built.id.slice("go-tests:".length);
  return {
    id: `test:${name}`,
    kind: "test",
    stage: "prove",
    title: `test on ${built.target}`,
    target: built.target!,
    needs: [built.id],
    inputs: built.outputs.map(({ path }) => path),
    params,
    outputs: params.cover ? [{ path: `.coverage/${name}.out`, mode: 0o644 }] : [],
    resources: { cpu: 1, memory: 512 * MB, cost: 20 },
  };
}

/** `-short` and `short` are `-test.short`. */
function testFlag(flag: string): string {
  const bare = flag.replace(/^-{0,2}/u, "");
  return bare.startsWith("test.") ? `-${bare}` : `-test.${bare}`;
}

function quantity(context: PlanContext, key: "timeout" | "memory", value: number | undefined): number {
  if (value !== undefined) return value;
  const where = context.positionOf(["prove", "test", key]);
  throw new SlipwayError("config-invalid", `Cannot read prove.test.${key} of the project file`, {
    ...(where === undefined ? {} : { where }),
    expected: key === "timeout" ? "10m, 90s ..." : "500M, 2G ...",
    actual: context.config.prove.test[key],
  });
}
