import { SlipwayError } from "../../errors.ts";
import type { Cause, Explanation } from "../../plan/explanation.ts";
import type { Kind } from "../../plan/kind.ts";
import { isInternal, type Task } from "../../plan/task.ts";
import { Secrets } from "../../secrets.ts";
import { sameState } from "../../platform/file/stat-snapshot.ts";
import { isAbsolute, join, relative, toSlash } from "../../platform/path.ts";
import type { ExecuteOptions } from "../execute-plan.ts";
import type { Job } from "../job.ts";
import { PathStates } from "../path-states.ts";
import { pathOf } from "../fingerprint.ts";
import { projectFolder } from "../project/project-folder.ts";
import { Records } from "../project/records.ts";
import { Once, type Surroundings } from "../run-context.ts";
import { planJobs } from "../schedule/plan-jobs.ts";
import { fingerprint } from "../steps/fingerprint.ts";
import { unchangedRecord } from "../steps/fresh.ts";
import { Store } from "../store/store.ts";
import { causesOf } from "./causes.ts";

/** What an explanation takes of the options of a run. */
export type ExplainOptions = Pick<ExecuteOptions, "root" | "dist" | "cache" | "facts" | "env" | "signal">;

interface Looker {
  readonly around: Surroundings;
  readonly records: Records;
  readonly states: PathStates;
  readonly store: Store;
  readonly seen: Map<Job, Look>;
}

interface Look {
  readonly verdict: Explanation["verdict"];
  readonly causes: readonly Cause[];
}

/**
 * Why a task would run now, or why not: its last record against what there is. Nothing is run but the looking around of
 * kinds (`discover`); no file of the project or of dist is written.
 *
 * @throws SlipwayError `usage` when the plan has no such task; whatever a kind's `discover` throws.
 */
export async function explainTask(
  tasks: readonly Task[],
  kinds: ReadonlyMap<string, Kind>,
  id: string,
  options: ExplainOptions,
): Promise<Explanation> {
  const project = projectFolder(options.cache, options.root);
  const records = await Records.load(project);
  const jobs = planJobs(tasks, kinds, (task) => records.get(task), pathOf(options.env));
  const job = jobs.find(({ task }) => task.id === id);
  if (job === undefined) {
    throw new SlipwayError("usage", `The plan has no task "${id}"`, {
      hint: "`slipway plan` with the same flags lists the tasks",
    });
  }
  const outputs = new Map(tasks.flatMap((task) => task.outputs.map((output) => [output.path, output] as const)));
  const place = (path: string): string => {
    const output = outputs.get(path);
    return output === undefined || isInternal(output) ? join(project, "out", path) : join(options.dist, path);
  };
  const name = relative(options.root, options.dist);
  const looker: Looker = {
    around: {
      root: options.root,
      dist: options.dist,
      project,
      shared: join(options.cache, "shared"),
      facts: options.facts,
      env: options.env,
      secrets: new Secrets(options.env),
      signal: options.signal ?? new AbortController().signal,
      emit() {},
      place,
      staged: (index, path) => join(project, "scratch", String(index), path),
      stored: () => undefined,
      once: new Once(),
    },
    records,
    states: new PathStates({ except: new Set(/[\\/]/.test(name) ? [] : [name]), known: records.knownFiles() }),
    store: new Store(options.cache, { warn() {} }),
    seen: new Map(),
  };
  const { verdict, causes } = await look(job, looker, place);
  const why = await records.why(id);
  const detail =
    (await job.kind.explain?.({
      task: job.task,
      before: why?.detail,
      after: job.present?.discovery.detail ?? why?.detail,
      causes: causes.length > 0 ? causes : (why?.causes ?? []),
    })) ?? [];
  return {
    task: id,
    title: job.task.title,
    verdict,
    causes: causes.map((cause) => inProject(cause, options.root)),
    ...(why?.causes === undefined
      ? {}
      : { lastRun: { causes: why.causes.map((cause) => inProject(cause, options.root)) } }),
    detail,
  };
}

/** The cause with files of the project named as the project names them. */
function inProject(cause: Cause, root: string): Cause {
  if (cause.type === "upstream-changed") {
    return cause.causes === undefined
      ? cause
      : { ...cause, causes: cause.causes.map((inner) => inProject(inner, root)) };
  }
  if (cause.type !== "file-changed" && cause.type !== "file-added" && cause.type !== "file-removed") return cause;
  const path = toSlash(relative(root, cause.path));
  return path.startsWith("../") || isAbsolute(path) ? cause : { ...cause, path };
}

async function look(job: Job, looker: Looker, place: (path: string) => string): Promise<Look> {
  const seen = looker.seen.get(job);
  if (seen !== undefined) return seen;
  const answer = await lookNow(job, looker, place);
  looker.seen.set(job, answer);
  return answer;
}

async function lookNow(job: Job, looker: Looker, place: (path: string) => string): Promise<Look> {
  if (job.kind.cacheable === false) {
    return { verdict: "run", causes: [{ type: "always", reason: "it has effects that no store can bring back" }] };
  }
  const upstream: Cause[] = [];
  for (const need of job.needs) {
    const { verdict, causes } = await look(need, looker, place);
    const path = job.task.inputs.find((input) => job.makers.get(input) === need);
    const known = need.record !== undefined && need.record.key !== "" && verdict !== "run" && verdict !== "unknown";
    // What it made last time stands for what it would make; where it would run, nobody knows yet.
    if (need.record !== undefined) need.made = { ...need.record, level: "L0" };
    if (!known && path !== undefined) upstream.push({ type: "upstream-changed", task: need.task.id, path, causes });
  }
  if (job.record === undefined || job.record.key === "")
    return { verdict: "unknown", causes: [{ type: "never-built" }] };
  if (upstream.length > 0) {
    const own = job.task.inputs.every((path) => job.makers.get(path)?.made !== undefined)
      ? await present(job, looker)
      : [];
    return { verdict: "run", causes: [...own, ...upstream] };
  }
  const record = unchangedRecord(job, looker.states);
  if (record === undefined) {
    const causes = await present(job, looker);
    if (causes.length > 0) return { verdict: (await stored(job, looker)) ? "restore" : "run", causes };
  }
  const outputs: Cause[] = [];
  for (const { path, state } of job.record.outputs) {
    const now = looker.states.file(place(path));
    if (now === "-") outputs.push({ type: "output-missing", path });
    else if (!sameState(state, now)) outputs.push({ type: "output-changed", path });
  }
  if (outputs.length === 0) return { verdict: "fresh", causes: [] };
  if (await stored(job, looker)) return { verdict: "restore", causes: outputs };
  return { verdict: "run", causes: [...outputs, { type: "evicted" }] };
}

async function present(job: Job, looker: Looker): Promise<Cause[]> {
  job.present = await fingerprint(job, looker.around, looker.states);
  return causesOf(
    job,
    job.present,
    { record: job.record, why: await looker.records.why(job.task.id) },
    looker.around.secrets,
  );
}

async function stored(job: Job, looker: Looker): Promise<boolean> {
  const action = await looker.store.action(job.present?.key ?? job.record?.key ?? "");
  return action !== undefined && action.outputs.every(({ digest }) => looker.store.has(digest));
}
