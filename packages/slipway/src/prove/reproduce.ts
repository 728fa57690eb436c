import type { Check } from "../checks.ts";
import { SlipwayError } from "../errors.ts";
import type { Finding, Severity } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import type { Discovery, Kind, PlanContext, PlannedArtifact, RunContext, RunResult } from "../plan/kind.ts";
import { isProgram, isReleased } from "../plan/artifact-group.ts";
import { takesClock } from "../plan/clock-template.ts";
import { formatTarget } from "../plan/targets/target.ts";
import type { Task } from "../plan/task.ts";
import { join } from "../platform/path.ts";
import { failSeverity, proofLevel, skipSeverity } from "./proof-level.ts";
import { hostOf, rebuildBase, rebuildSource, type RebuiltOptions } from "./reproduce/rebuild-base.ts";
import type { OriginalFile, Reproduction, TracedCause } from "./reproduce/reproduction.ts";
import { reproduce } from "./reproduce/reproduce-source.ts";
import { VARIATIONS, variationText } from "./reproduce/variation.ts";

interface ReproduceParams extends JsonObject {
  /** The files of this task, in the order of its inputs. */
  readonly files: readonly { readonly path: string; readonly name: string }[];
  readonly level: "quick" | "full";
  readonly trace: boolean;
  /** The project file takes the time of the run into what is built: the second build gets the same time. */
  readonly sameClock: boolean;
  readonly options: JsonObject;
  /** Why nothing of this can be built again; empty when it can. */
  readonly foreign: string;
  /** How bad a difference is, and that it cannot be looked for. */
  readonly severity: Severity;
  readonly skips: Severity;
}

/**
 * The double build: everything of one target that changed is built again from a clean clone in other surroundings, with that of
 * other targets in one go, and compared.
 *
 * What was proven of a file holds as long as the file is the same, whatever commit it is built from.
 */
export const reproduceKind: Kind = {
  name: "reproduce",
  version: 1,
  plan: planReproduce,
  discover: discoverReproduce,
  async run(task, context) {
    const [result] = await reproduceTasks([task], [context]);
    if (result instanceof Error) throw result;
    return result!;
  },
  runBatch: reproduceTasks,
};

function planReproduce(context: PlanContext): void {
  const { config, options, facts } = context;
  const { level, trace } = config.prove.reproduce;
  const proof = proofLevel(context);
  if (options.upTo === "build" || proof === "off" || level === "off") return;
  const { snapshot, nightly, skip, ids, singleTarget, file } = options;
  const asked: RebuiltOptions & JsonObject = {
    snapshot,
    nightly,
    skip,
    ids,
    ...(singleTarget === undefined ? {} : { singleTarget }),
    ...(file === undefined ? {} : { file }),
  };
  const params: Omit<ReproduceParams, "files" | "foreign"> = {
    level,
    trace,
    sameClock:
      facts.sourceDateEpoch === undefined &&
      takesClock(JSON.stringify([config.builds, config.archives, config.source])),
    options: asked,
    severity: failSeverity(context, "reproduce"),
    skips: skipSeverity(context, "reproduce"),
  };
  const groups = new Map<string, PlannedArtifact[]>();
  for (const artifact of context.artifacts) {
    if (!(isReleased(artifact) || isProgram(artifact)) || artifact.type === "Checksum") continue;
    const target = artifact.target === undefined ? "" : formatTarget(artifact.target);
    const group = groups.get(target) ?? [];
    // A program that is released as it is has two names and one file.
    if (!group.some(({ path }) => path === artifact.path)) groups.set(target, [...group, artifact]);
  }
  for (const [target, artifacts] of groups) {
    context.add({
      id: `reproduce:${target === "" ? "project" : target.replaceAll("/", "_")}`,
      kind: "reproduce",
      stage: "prove",
      title: `build ${target === "" ? "what has no target" : target} again`,
      ...(target === "" ? {} : { target }),
      needs: [...new Set(artifacts.map(({ task }) => task))],
      inputs: artifacts.map(({ path }) => path),
      params: {
        ...params,
        foreign: foreignPart(artifacts, context),
        files: artifacts.map(({ path, name }) => ({ path, name })),
      },
      outputs: [],
      // It uses what cores there are; but runs of programs mostly wait, and are done beside it.
      resources: { cpu: 1, memory: 500 << 20, cost: 3 },
      batch: "reproduce",
    });
  }
}

/** Programs that were built elsewhere are in no clone, and hooks may have made anything of them. */
function foreignPart(artifacts: readonly PlannedArtifact[], { tasks }: PlanContext): string {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const seen = new Set<string>();
  const isForeign = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    const task = byId.get(id);
    return task !== undefined && (task.kind === "prebuilt" || task.needs.some(isForeign));
  };
  return artifacts.some(({ task }) => isForeign(task)) ? "it holds a program that was built elsewhere (prebuilt)" : "";
}

/** A check that could not be made is made when it can be. */
async function discoverReproduce(task: Task, context: RunContext): Promise<Discovery> {
  const reason = reasonToSkip(task, context);
  return { files: [], folders: [], values: reason === undefined ? {} : { skipped: reason } };
}

function reasonToSkip(task: Task, { facts }: RunContext): string | undefined {
  const { foreign } = task.params as ReproduceParams;
  if (foreign !== "") return `It cannot be built again: ${foreign}`;
  try {
    rebuildSource(facts, (task.params as ReproduceParams).options as unknown as RebuiltOptions);
    return undefined;
  } catch (error) {
    if (error instanceof SlipwayError) return error.message;
    throw error;
  }
}

async function reproduceTasks(
  tasks: readonly Task[],
  contexts: readonly RunContext[],
): Promise<readonly (RunResult | Error)[]> {
  const begun = performance.now();
  const context = contexts[0]!;
  const params = tasks[0]!.params as ReproduceParams;
  const results = new Map<Task, RunResult>();
  const resultsInOrder = (): RunResult[] => tasks.map((task) => results.get(task)!);
  const doable = tasks.flatMap((task, index) => {
    const reason = reasonToSkip(task, contexts[index]!);
    if (reason === undefined) return [{ task, context: contexts[index]! }];
    skip(task, contexts[index]!, reason);
    // What was built elsewhere cannot be built again next time either; anything else may be mended without a trace in the inputs.
    results.set(task, { again: (task.params as ReproduceParams).foreign === "" });
    return [];
  });
  if (doable.length === 0) return resultsInOrder();
  const source = rebuildSource(context.facts, params.options as unknown as RebuiltOptions);
  const base = await rebuildBase(hostOf(context.facts), source, {
    signal: context.signal,
    run: (argv, options) => context.process(argv, options),
  });
  const names = VARIATIONS.filter(
    ({ name, quick }) => (params.level === "full" || quick) && !(params.sameClock && name === "clock"),
  ).map(({ name }) => name);
  let reproduction: Reproduction;
  try {
    reproduction = await reproduce(base, {
      level: params.level,
      names,
      originals: doable.flatMap((each) => originalsOf(each.task, each.context)),
      folder: join(context.scratch, "rebuilds"),
      trace: params.trace,
      hostTarget: formatTarget({ os: context.facts.host.os, arch: context.facts.host.arch }),
      // That a task began is told anyway; what follows a difference can take many times as long.
      onProgress: (text, isFirst) => {
        if (!isFirst) context.emit({ type: "message", level: "info", text: `not the same again: ${text}` });
      },
    });
  } catch (error) {
    if (!(error instanceof SlipwayError) || context.signal.aborted) throw error;
    for (const each of doable) {
      fail(each.task, each.context, error);
      results.set(each.task, { again: true });
    }
    return resultsInOrder();
  }
  const ms = Math.round((performance.now() - begun) / doable.length);
  for (const each of doable) {
    const passed = report(each.task, each.context, reproduction, ms);
    results.set(each.task, { again: !passed });
  }
  return resultsInOrder();
}

function originalsOf(task: Task, context: RunContext): OriginalFile[] {
  return (task.params as ReproduceParams).files.map(({ path, name }) => ({
    path,
    name,
    digest: context.digest(path),
    place: context.input(path),
    isList: false,
    ...(task.target === undefined ? {} : { target: task.target }),
  }));
}

/** Tells what came of a task's files, and whether all are the same again. */
function report(task: Task, context: RunContext, reproduction: Reproduction, ms: number): boolean {
  const { sameClock, severity } = task.params as ReproduceParams;
  const own = new Set(task.inputs);
  const files = reproduction.files.filter(({ path }) => own.has(path));
  const wrong = files.filter(({ result }) => result === "different" || result === "missing");
  const clock = sameClock ? "; with the same clock, since the project file takes it into what is built" : "";
  const varied = `${reproduction.varied.length} things varied, from a clean clone${clock}`;
  if (wrong.length === 0) {
    tell(task, context, { status: "passed", detail: `${files.length} files are the same again: ${varied}`, ms });
    return true;
  }
  const isOf = (cause: TracedCause): boolean =>
    cause.places.some(({ path }) => wrong.some((file) => path === file.path || path.startsWith(`${file.path}/`)));
  const causes = reproduction.causes.filter((cause) => cause.code !== "digest" && isOf(cause));
  const first = causes[0];
  const what = first === undefined ? "" : `: ${first.message}`;
  const passes = severity === "error" ? "" : " (a warning at this level, and not required)";
  const detail = `${wrong.length} of ${files.length} files are not the same again${what}${passes}`;
  tell(task, context, {
    status: "failed",
    detail,
    ms,
    cases: causes.slice(0, 20).map((cause) => ({ name: cause.message, status: "failed", text: causeText(cause) })),
  });
  for (const cause of causes.slice(0, 5)) {
    context.finding({
      ...finding(task, severity, `${wrong[0]!.name} does not come out the same again: ${cause.message}`),
      ...(cause.a === null ? {} : { expected: cause.a }),
      ...(cause.b === null ? {} : { actual: cause.b }),
      hint: cause.fix,
    });
  }
  if (causes.length === 0) {
    context.finding({
      ...finding(task, severity, `${wrong.map(({ name }) => name).join(", ")} cannot be made again`),
      hint: "slipway reproduce says more",
    });
  }
  return false;
}

function causeText(cause: TracedCause): string {
  const from =
    cause.variation === "unknown" ? "" : cause.variation === "repetition" ? "" : `; varied: ${tellVariation(cause)}`;
  return `in ${cause.places
    .map(({ path }) => path)
    .slice(0, 5)
    .join(", ")}${from}; fix: ${cause.fix}`;
}

function tellVariation({ variation }: TracedCause): string {
  const known = VARIATIONS.find(({ name }) => name === variation);
  return known === undefined ? variation : variationText(known.name);
}

function finding(task: Task, severity: Severity, message: string): Finding {
  return {
    code: "not-reproducible",
    severity,
    message,
    ...(task.target === undefined ? {} : { target: task.target }),
  };
}

function skip(task: Task, context: RunContext, reason: string): void {
  const { skips } = task.params as ReproduceParams;
  const { foreign } = task.params as ReproduceParams;
  const hint =
    foreign === ""
      ? "commit what belongs to the project; a clean clone has nothing else"
      : "prove it where it is built: slipway reproduce there";
  tell(task, context, { status: "skipped", detail: reason, hint });
  const about = task.target === undefined ? {} : { target: task.target };
  context.finding({ code: "reproduce-skipped", severity: skips, message: reason, hint, ...about });
}

function fail(task: Task, context: RunContext, error: SlipwayError): void {
  const { severity } = task.params as ReproduceParams;
  tell(task, context, { status: "failed", detail: error.message });
  context.finding({
    ...finding(task, severity, error.message),
    ...(error.details.output === undefined ? {} : { actual: error.details.output.slice(-2000) }),
    ...(error.details.hint === undefined ? {} : { hint: error.details.hint }),
  });
}

function tell(task: Task, context: RunContext, check: Omit<Check, "check" | "subject" | "target">): void {
  const { files } = task.params as ReproduceParams;
  const subject = files.length === 1 ? files[0]!.name : `${files.length} files`;
  context.check({
    check: "reproduce",
    subject,
    ...(task.target === undefined ? {} : { target: task.target }),
    ...check,
  });
}
