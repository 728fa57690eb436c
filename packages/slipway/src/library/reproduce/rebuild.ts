import { SlipwayError } from "../../errors.ts";
import { exists, readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { isAbsolute, join } from "../../platform/path.ts";
import { setUmask } from "../../platform/process/umask.ts";
import type { Task } from "../../plan/task.ts";
import type { RebuildRequest, RebuildResult, RebuiltFile } from "../../prove/reproduce/rebuild-request.ts";
import { openProject, type Project } from "../open-project.ts";
import { planProject } from "../plan-project.ts";
import { runPlan } from "../run-project.ts";
import { cloneSource } from "./clone-source.ts";
import { seedGoCache } from "./seed-go-cache.ts";
import { wantedFiles, type WantedFile } from "./wanted-files.ts";

/** What a rebuild's process is given besides its request. */
export interface RebuildOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Does a rebuild that another Slipway asked for, in this process, whose surroundings are varied: clones, plans, builds, and leaves
 * the result in the file that the request names. A failure is a result too.
 */
export async function rebuild(requestFile: string, options: RebuildOptions): Promise<void> {
  const request = JSON.parse((await readTextIfExists(requestFile)) ?? "null") as RebuildRequest | null;
  if (request === null) {
    throw new SlipwayError("usage", `There is no request in "${requestFile}"`, {
      hint: "slipway reproduce starts its rebuilds by itself",
    });
  }
  if (request.umask >= 0) setUmask(request.umask);
  let result: RebuildResult;
  try {
    result = await rebuildSource(request, options);
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    result = { version: "", dist: "", files: [], shared: 0, error: toldError(error) };
  }
  await writeFileAtomic(request.result, JSON.stringify(result));
}

function toldError(error: SlipwayError): NonNullable<RebuildResult["error"]> {
  const { code, message, details } = error;
  const first = details.others?.[0];
  return {
    code,
    message: first === undefined ? message : `${message}: ${first.message}`,
    output: details.output ?? first?.details.output ?? "",
    hint: details.hint ?? first?.details.hint ?? "",
  };
}

async function rebuildSource(request: RebuildRequest, { env, signal }: RebuildOptions): Promise<RebuildResult> {
  const { source } = request;
  await cloneSource(request, { ...env, GIT_CONFIG_GLOBAL: request.gitConfig }, signal);
  const project = await openProject({
    dir: join(request.clone, source.prefix),
    env,
    signal,
    ...(request.now === 0 ? {} : { now: request.now }),
    ...(source.file === "" ? {} : { file: source.file }),
    ...(source.project === "" ? {} : { projectName: source.project }),
  });
  const planned = await planProject(project, {
    snapshot: source.snapshot,
    nightly: source.nightly,
    skip: [...new Set([...source.skip, "prove"])],
    ids: source.ids,
    singleTarget: source.singleTarget,
  });
  const { plan } = planned;
  const wanted = wantedFiles(plan.tasks, request.outputs);
  const tasks = tasksFor(plan.tasks, wanted);
  const shared = await shareResults(tasks, project, request, signal);
  const result = await runPlan(
    "reproduce",
    project,
    planned,
    {
      emit: () => undefined,
      // What others made is what is to be compared with.
      remotes: false,
      keepNothing: true,
      ...(request.parallelism > 0 ? { parallelism: request.parallelism } : {}),
    },
    { tasks, partial: true },
  );
  const files = wanted.flatMap(({ path, name }): RebuiltFile[] => {
    const file = result.files.get(path);
    return file === undefined ? [] : [{ path, name, digest: file.digest, size: file.size }];
  });
  const dist = isAbsolute(plan.dist) ? plan.dist : join(project.root, plan.dist);
  return { version: plan.version, dist, files, shared };
}

/** Everything that some files need, in plan order. */
function tasksFor(tasks: readonly Task[], files: readonly WantedFile[]): readonly Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const wanted = new Set(files.map(({ path }) => path));
  const needed = new Set<string>();
  const need = (task: Task): void => {
    if (needed.has(task.id)) return;
    needed.add(task.id);
    for (const id of task.needs) need(byId.get(id)!);
  };
  for (const task of tasks) if (task.outputs.some(({ path }) => wanted.has(path))) need(task);
  return tasks.filter(({ id }) => needed.has(id));
}

async function shareResults(
  tasks: readonly Task[],
  project: Project,
  request: RebuildRequest,
  signal: AbortSignal,
): Promise<number> {
  if (request.sharedGoCache === "") return 0;
  const isThere = request.original !== "" && (await exists(join(request.original, request.source.prefix)));
  const top = isThere ? request.original : request.clone;
  return seedGoCache(tasks, project, {
    from: request.sharedGoCache,
    to: request.goCache,
    root: join(top, request.source.prefix),
    wasBuilt: isThere,
    top,
    gitConfig: request.gitConfig,
    signal,
  });
}
