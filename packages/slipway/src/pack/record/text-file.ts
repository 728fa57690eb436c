import type { JsonObject } from "../../json.ts";
import type { RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { writeFilePieces } from "../../platform/file/file-stream.ts";

/** The params of a task that writes a text which the plan already knows. */
export interface TextFileParams extends JsonObject {
  readonly text: string;
}

/** A task that writes a file of dist whose text is known when the plan is made. */
export function textFileTask(kind: string, path: string, params: TextFileParams): Task {
  return {
    id: `${kind}:${path}`,
    kind,
    stage: "pack",
    title: `write ${path}`,
    needs: [],
    inputs: [],
    params,
    outputs: [{ path, mode: 0o644, unlisted: true }],
    resources: { cpu: 0, memory: 0, cost: 0 },
  };
}

/** Runs such a task. */
export async function runTextFile(task: Task, context: RunContext): Promise<void> {
  const params = task.params as TextFileParams;
  const output = task.outputs[0]!;
  await writeFilePieces(context.output(output.path), [new TextEncoder().encode(params.text)], { mode: output.mode });
}
