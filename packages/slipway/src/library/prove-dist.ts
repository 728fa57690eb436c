import { goTime } from "../config/template/value/time.ts";
import { renderTemplate } from "../config/template/render-template.ts";
import { SlipwayError } from "../errors.ts";
import type { ExecuteResult } from "../graph/execute-plan.ts";
import type { GivenResult } from "../graph/given.ts";
import { makeFields } from "../plan/fields.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { PlanOptions } from "../plan/plan.ts";
import { matchesTarget } from "../plan/targets/matches-target.ts";
import { removeTree } from "../platform/file/files.ts";
import { makeTempFolder } from "../platform/file/temp-folder.ts";
import { pathType, fileSize } from "../platform/file/walk.ts";
import { sha256OfFile } from "../platform/hash.ts";
import { join, resolve } from "../platform/path.ts";
import { checksumsKind } from "../prove/checksums.ts";
import { distKind } from "../prove/given-dist/dist-kind.ts";
import { readDist, type DistRecord } from "../prove/given-dist/read-dist.ts";
import { policyKind } from "../prove/policy.ts";
import { smokeKind } from "../prove/smoke.ts";
import type { Facts, GitFacts } from "../source/facts.ts";
import type { Project } from "./open-project.ts";
import { runPlan, type RunOptions } from "./run-project.ts";

/** What proving a dist folder takes. */
export interface ProveDistOptions extends Omit<RunOptions, "clean" | "profile" | "verifyCache"> {
  /** Targets to prove, `os/arch` with `*` for any; all without. */
  readonly targets?: readonly string[];
}

/**
 * Proves a dist folder that was made elsewhere, by Slipway or GoReleaser: files against their checksums, every program against the
 * policy, every archive unpacked, and what can be run here run. The project's file says how. The report goes into the folder.
 *
 * @throws SlipwayError `dist-unreadable`, `usage` for a folder that is not there, and what the checks refuse (`check-failed`)
 */
export async function proveDist(project: Project, dir: string, options: ProveDistOptions): Promise<ExecuteResult> {
  const dist = resolve(project.root, dir);
  if (pathType(dist) !== "folder") {
    throw new SlipwayError("usage", `There is no folder "${dir}"`, { hint: "name the dist folder of a release" });
  }
  const record = await readDist(dist, project.env);
  const snapshot = record.tag.replace(/^.*?(?=\d)/u, "") !== record.version;
  const planOptions: PlanOptions = { snapshot, nightly: false, skip: [], ids: [], upTo: "all" };
  const wanted = options.targets ?? [];
  const kinds = [distKind(record, (target) => matchesTarget(target, wanted)), checksumsKind, policyKind, smokeKind];
  const plan = makePlan({ ...planInput(project, record, dist, planOptions), options: planOptions, kinds });
  refuseNothing(plan.tasks.length, wanted);
  const given = new Map<string, GivenResult>();
  for (const task of plan.tasks.filter(({ kind }) => kind === "dist-file")) {
    const outputs = task.outputs.map(async ({ path }) => {
      const file = join(dist, path);
      return { path, file, digest: await sha256OfFile(file), size: fileSize(file) ?? 0 };
    });
    given.set(task.id, { outputs: await Promise.all(outputs), extra: {}, findings: [] });
  }
  const copy = await makeTempFolder("slipway-prove");
  try {
    const planned = { plan: { ...plan, dist: join(copy, "dist") }, kinds, options: planOptions };
    const part = { tasks: plan.tasks, given, partial: false, report: true, reportTo: dist };
    const result = await runPlan("prove", project, planned, options, part);
    const missing = plan.findings.filter(({ severity }) => severity === "error");
    if (missing.length > 0) {
      const [first] = missing;
      throw new SlipwayError("check-failed", first!.message, {
        ...(first!.expected === undefined ? {} : { expected: first!.expected }),
        ...(first!.hint === undefined ? {} : { hint: first!.hint }),
      });
    }
    return result;
  } finally {
    await removeTree(copy);
  }
}

function planInput(project: Project, record: DistRecord, dist: string, options: PlanOptions) {
  const { config, loaded, host, env } = project;
  const facts: Facts = { ...project.facts, git: madeFrom(record, project.facts.git) };
  const render = (text: string, at: readonly (string | number)[], values: Readonly<Record<string, unknown>>): string =>
    renderTemplate(text, { fields: values, host, where: loaded.positionOf(at) });
  // The folder's version is known: no version template is asked again.
  const release = { ...options, snapshot: false };
  const fields = makeFields({
    facts,
    config,
    options: release,
    project: record.project,
    dist,
    env,
    time: goTime,
    render,
  });
  const { version, tag, commit, project: name } = record;
  const own = {
    Version: version,
    Tag: tag,
    FullCommit: commit,
    Commit: commit,
    ProjectName: name,
    IsSnapshot: options.snapshot,
  };
  return {
    facts,
    config,
    env,
    head: {
      project: name,
      version,
      tag,
      commit,
      epoch: fields.epoch,
      toolchain: project.facts.toolchain?.version ?? "",
      dist: config.dist,
      fields: { ...fields.json, ...own },
    },
    render: (text: string, at: readonly (string | number)[], more: Readonly<Record<string, unknown>>) =>
      render(text, at, { ...fields.template, ...own, ...more }),
    positionOf: loaded.positionOf,
  };
}

/** The checkout that the folder says it was made from: clean, at its commit and tag. */
function madeFrom({ commit, tag }: DistRecord, git: GitFacts | undefined): GitFacts {
  const none: GitFacts = {
    top: "",
    branch: "",
    commit: "",
    shortCommit: "",
    commitTime: 0,
    authorTime: 0,
    url: "",
    summary: "",
    tag: "",
    previousTag: "",
    tagPrefix: "",
    tagAtHead: true,
    tagSubject: "",
    tagContents: "",
    tagBody: "",
    dirty: [],
    shallow: false,
    worktree: false,
    firstCommit: "",
  };
  return { ...none, ...git, commit, shortCommit: commit.slice(0, 7), tag, dirty: [], tagAtHead: true };
}

function refuseNothing(tasks: number, wanted: readonly string[]): void {
  if (tasks > 0) return;
  throw new SlipwayError("usage", "There is nothing to prove in the folder", {
    ...(wanted.length === 0 ? {} : { expected: `files for ${wanted.join(", ")}` }),
    hint: "leave out --target, or name the dist folder of a release",
  });
}
