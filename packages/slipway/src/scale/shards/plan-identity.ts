import { canonicalJson } from "../../canonical-json.ts";
import type { Config } from "../../config/config.ts";
import type { Json, JsonObject } from "../../json.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Task } from "../../plan/task.ts";
import { sha256 } from "../../platform/hash.ts";

/** What must be the same on all machines that make parts of one release. Digests are SHA-256 in lower-case hex. */
export interface PlanIdentity {
  readonly slipway: string;
  readonly project: string;
  readonly version: string;
  readonly commit: string;
  readonly toolchain: string;
  /** A digest for each section of the project file, with its defaults. */
  readonly config: Readonly<Record<string, string>>;
  /** A digest for each task, by id. */
  readonly tasks: Readonly<Record<string, string>>;
}

/** What of a plan a machine must agree on with the others. `root` is the project's folder, which they may have elsewhere. */
export function identifyPlan(plan: Plan, config: Config, root: string, slipway: string): PlanIdentity {
  const path = JSON.stringify(root)
    .slice(1, -1)
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  // The whole path or the start of one: "/app" is no part of "./cmd/app" or "/apple".
  const rooted = new RegExp(String.raw`(?<![\w./\\-])${path}(?![\w.-])`, "g");
  const portable = (value: Json): string => sha256(canonicalJson(value).replaceAll(rooted, "<root>"));
  return {
    slipway,
    project: plan.project,
    version: plan.version,
    commit: plan.commit,
    toolchain: plan.toolchain,
    config: Object.fromEntries(
      Object.entries(config as unknown as JsonObject).map(([section, value]) => [section, portable(value ?? null)]),
    ),
    tasks: Object.fromEntries(plan.tasks.map((task) => [task.id, portable(partOf(task))])),
  };
}

/** What a task is and makes. What it costs is each machine's own affair. */
function partOf(task: Task): Json {
  return { ...task, resources: null } as unknown as Json;
}

/** How two machines disagree, in words: the first difference that explains the others. `undefined` when they do not. */
export function identityDifference(a: PlanIdentity, b: PlanIdentity): IdentityDifference | undefined {
  return sourceDifference(a, b) ?? planDifference(a, b);
}

/** How what two machines planned from differs; the flags of their runs aside. */
export function sourceDifference(a: PlanIdentity, b: PlanIdentity): IdentityDifference | undefined {
  for (const what of ["slipway", "project", "commit", "toolchain"] as const) {
    if (a[what] !== b[what]) return { what: WORDS[what], a: a[what], b: b[what] };
  }
  const sections = differing(a.config, b.config);
  return sections.length > 0 ? { what: `section ${sections.join(", ")} of the project file`, a: "", b: "" } : undefined;
}

function planDifference(a: PlanIdentity, b: PlanIdentity): IdentityDifference | undefined {
  if (a.version !== b.version) return { what: WORDS.version, a: a.version, b: b.version };
  const [task] = differing(a.tasks, b.tasks);
  if (task === undefined) return undefined;
  const here = (side: PlanIdentity): string => (side.tasks[task] === undefined ? "not planned" : "planned otherwise");
  return { what: `task ${task}`, a: here(a), b: here(b) };
}

/** What differs, and what each side says; empty texts where only digests are known. */
export interface IdentityDifference {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

const WORDS = {
  slipway: "version of Slipway",
  project: "project",
  commit: "commit",
  toolchain: "Go toolchain",
  version: "version",
} as const;

function differing(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]);
}
