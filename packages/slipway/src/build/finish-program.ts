import type { JsonObject } from "../json.ts";
import type { PlanContext, PlannedArtifact } from "../plan/kind.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Output } from "../plan/task.ts";

const MB = 1 << 20;

/** A step between a linked program and the world. */
export interface FinishingStep {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly params: JsonObject;
  /** Files that it makes beside the program. */
  readonly more?: readonly Output[];
}

/** Plans a task that takes the place of the program that was made before it; its first output is the program. */
export function finishProgram(context: PlanContext, program: PlannedArtifact, step: FinishingStep): void {
  const maker = context.tasks.flatMap(({ outputs }) => outputs).find(({ path }) => path === program.path);
  const { task, ...artifact } = program;
  const raw = context.interpose(program.path);
  const { kind, id, title, params, more = [] } = step;
  context.add({
    id,
    kind,
    stage: "build",
    title,
    ...(program.target === undefined ? {} : { target: formatTarget(program.target) }),
    needs: [task],
    inputs: [raw],
    params,
    outputs: [{ path: program.path, mode: maker?.mode ?? 0o755, artifact }, ...more],
    resources: { cpu: 1, memory: 96 * MB, cost: 2 },
  });
}
