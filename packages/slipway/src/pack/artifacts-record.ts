import type { JsonObject } from "../json.ts";
import type { Artifact } from "../plan/artifact.ts";
import { isProgram, isReleased } from "../plan/artifact-group.ts";
import type { Kind, PlanContext, PlannedArtifact, RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { fileHead } from "../platform/file/file-head.ts";
import { writeFilePieces } from "../platform/file/file-stream.ts";
import { artifactRecord } from "./record/artifact-record.ts";
import { goJson } from "./record/go-json.ts";

interface RecordParams extends JsonObject {
  /** In plan order, as plain JSON. */
  readonly artifacts: readonly JsonObject[];
  /** The checksum files among the inputs: their tasks tell the sums of others. */
  readonly sums: readonly string[];
  readonly dist: string;
  /** Record the size of what is built and released (`report_sizes`). */
  readonly sizes: boolean;
}

/** `dist/artifacts.json`: every artifact with what its task told of it. Must be planned after all other kinds. */
export const artifactsRecordKind: Kind = {
  name: "artifacts-record",
  version: 1,
  plan: planRecord,
  run: runRecord,
};

function planRecord(context: PlanContext): void {
  const artifacts = context.artifacts.map(withoutTask);
  const mtime = context.render(context.config.metadata.mod_timestamp, ["metadata", "mod_timestamp"]);
  const params: RecordParams = {
    artifacts: artifacts as unknown as readonly JsonObject[],
    sums: artifacts.filter((artifact) => artifact.type === "Checksum").map((artifact) => artifact.path),
    dist: context.config.dist,
    sizes: context.config.report_sizes,
  };
  context.add({
    id: "artifacts-record:artifacts.json",
    kind: "artifacts-record",
    stage: "pack",
    title: "write artifacts.json",
    needs: [...new Set(context.artifacts.map((artifact) => artifact.task))],
    inputs: [...new Set(artifacts.map((artifact) => artifact.path))],
    params,
    outputs: [
      { path: "artifacts.json", mode: 0o644, unlisted: true, ...(/^\d+$/u.test(mtime) && { mtime: Number(mtime) }) },
    ],
    resources: { cpu: 0, memory: 0, cost: 0 },
  });
}

async function runRecord(task: Task, context: RunContext): Promise<void> {
  const params = task.params as RecordParams;
  const sums = new Map<string, string>();
  for (const path of params.sums) {
    const told = context.told(path)?.["sums"] as Readonly<Record<string, string>> | undefined;
    for (const [name, sum] of Object.entries(told ?? {})) sums.set(name, sum);
  }
  const records: JsonObject[] = [];
  for (const artifact of params.artifacts as unknown as readonly Artifact[]) {
    records.push(artifactRecord(artifact, params.dist, await extraOf(artifact, params, context, sums)));
  }
  const output = task.outputs[0]!;
  await writeFilePieces(context.output(output.path), [new TextEncoder().encode(goJson(records))], {
    mode: output.mode,
  });
}

async function extraOf(
  artifact: Artifact,
  params: RecordParams,
  context: RunContext,
  sums: ReadonlyMap<string, string>,
): Promise<JsonObject> {
  const released = isReleased(artifact) && artifact.type !== "Checksum";
  const sum = released ? sums.get(artifact.name) : undefined;
  const told = context.told(artifact.path) ?? {};
  const own = Object.fromEntries(Object.entries(told).filter(([key]) => /^[A-Z]/u.test(key)));
  // A second name for a built program shares its file, and only this one fact about it.
  const shared = own["DynamicallyLinked"] === undefined ? {} : { DynamicallyLinked: own["DynamicallyLinked"] };
  const measured = params.sizes && artifact.type !== "Metadata";
  const size = measured ? (await fileHead(context.input(artifact.path)))?.size : undefined;
  return {
    ...(artifact.type === "Binary" && !isProgram(artifact) ? shared : own),
    ...(sum !== undefined && { Checksum: sum }),
    ...(size !== undefined && { Size: size }),
  };
}

function withoutTask(planned: PlannedArtifact): Artifact {
  const { name, path, type, target, extra } = planned;
  return { name, path, type, ...(target && { target }), extra };
}
