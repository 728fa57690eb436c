import type { Finding, Severity } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import type { Discovery, Kind, PlanContext, RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { sha256 } from "../platform/hash.ts";
import { dirname, join, relative, resolve, toSlash } from "../platform/path.ts";
import { examinePortability } from "./portability/examine-portability.ts";
import { isScript } from "./portability/files/file-findings.ts";
import { listFiles } from "./portability/files/list-files.ts";
import { helperIdentity } from "./portability/helper/build-helper.ts";
import { checkIgnoreRules, type IgnoreRule } from "./portability/ignore-rules.ts";
import type { PortabilityReport } from "./portability/portability-report.ts";
import { targetsOfPlan, type PortabilityTarget } from "./portability/portability-targets.ts";
import { proofLevel } from "./proof-level.ts";

const MB = 1 << 20;

interface PortabilityParams extends JsonObject {
  readonly module: string;
  readonly targets: readonly (PortabilityTarget & JsonObject)[];
  readonly failOn: "never" | "error" | "warning";
  readonly ignore: readonly (IgnoreRule & JsonObject)[];
}

/** The source as every target of the plan sees it, looked at beside the builds. Made again when a source has changed. */
export const portabilityKind: Kind = {
  name: "portability",
  version: 3,
  plan: planPortability,
  discover: discoverSources,
  run: runPortability,
};

function planPortability(context: PlanContext): void {
  const { facts, config } = context;
  const level = proofLevel(context);
  const { asked, fail_on: failOn, ignore } = config.prove.portability;
  if (context.options.upTo === "build" || level === "off" || (level === "quick" && !asked)) return;
  const targets = targetsOfPlan(context.tasks);
  if (targets.length === 0 || facts.module === undefined || facts.toolchain === undefined) return;
  checkIgnoreRules(ignore, (at) => context.positionOf(at));
  const params = { module: facts.module.path, targets, failOn, ignore } as unknown as PortabilityParams;
  context.add({
    id: "portability:source",
    kind: "portability",
    stage: "prove",
    title: "look at the source as every target sees it",
    needs: [],
    inputs: [],
    params,
    outputs: [],
    resources: { cpu: 1, memory: 600 * MB, cost: 2 * targets.length },
  });
}

/** Every source file of the project, and every folder that a new one could appear in. */
async function discoverSources(task: Task, context: RunContext): Promise<Discovery> {
  const params = task.params as PortabilityParams;
  const files = await projectFiles(context);
  const sources = files.filter(
    (file) => /\.(?:go|s|S|sx|h|mod|sum|work)$|(?:^|\/)(?:modules\.txt|\.gitattributes)$/.test(file) || isScript(file),
  );
  const folders = new Set([context.root]);
  for (const file of files) {
    for (let at = dirname(file); at !== "." && !folders.has(join(context.root, at)); at = dirname(at))
      folders.add(join(context.root, at));
  }
  const { toolchain } = context.facts;
  return {
    files: sources.map((file) => join(context.root, file)),
    folders: [...folders].sort(),
    values: {
      toolchain: toolchain?.version ?? "",
      helper: toolchain === undefined ? "" : helperIdentity(toolchain),
      targets: String(params.targets.length),
      // Names are judged, whatever the files hold.
      names: sha256(files.join("\0")),
    },
  };
}

function projectFiles(context: RunContext): Promise<string[]> {
  const { root, dist, facts, env } = context;
  const ours = toSlash(relative(root, dist));
  const list = (): Promise<string[]> =>
    listFiles({ root, git: facts.git !== undefined, env, process: (argv, options) => context.process(argv, options) });
  return context
    .once("files of the project", list)
    .then((files) => files.filter((file) => !file.startsWith(`${ours}/`)));
}

async function runPortability(task: Task, context: RunContext): Promise<void> {
  const { module, targets, failOn, ignore } = task.params as PortabilityParams;
  const { facts, root } = context;
  if (facts.toolchain === undefined || facts.module === undefined) return;
  const report = await examinePortability(
    {
      root,
      module,
      targets,
      own: facts.module.localModules.length > 0 ? facts.module.localModules : [facts.module.dir],
      folders: (facts.packageFolders ?? []).map((folder) => resolve(root, folder)),
      files: await projectFiles(context),
      ignore,
      parallel: Math.max(1, Math.floor(context.cpu)),
    },
    {
      toolchain: facts.toolchain,
      env: context.env,
      goEnv: facts.goEnv,
      process: (argv, options) => context.process(argv, options),
    },
  );
  tell(report, targets, failOn, context);
}

function tell(
  report: PortabilityReport,
  targets: readonly PortabilityTarget[],
  failOn: PortabilityParams["failOn"],
  context: RunContext,
): void {
  const findings = report.findings.map((finding) => ({ ...finding, severity: gateSeverity(finding.severity, failOn) }));
  for (const { targets: on, ...finding } of findings) {
    const everywhere = on.length === targets.length;
    const about = on.length === 1 || everywhere ? "" : ` (${on.join(", ")})`;
    const told: Finding = { ...finding, message: `${finding.message}${about}` };
    context.finding(told);
  }
  for (const each of report.targets) {
    const mine = findings.filter((finding) => finding.targets.includes(each.target));
    const count = (severity: Severity): number => mine.filter((finding) => finding.severity === severity).length;
    const covers = targets.find(({ name }) => name === each.target)?.covers ?? [];
    const api = each.api.of === 0 ? "" : `, ${each.api.percent} % of the API`;
    const compiles = each.compiles ? "type-checks" : "does not type-check";
    for (const target of covers.length > 0 ? covers : [each.target]) {
      context.check({
        check: "portability",
        status: count("error") > 0 ? "failed" : "passed",
        target,
        subject: report.module,
        detail: `${compiles}${api}; ${count("warning")} warnings, ${count("notice")} notices`,
      });
    }
  }
}

/**
 * What stops a release is what the project file says: a package that does not compile for a target may be none that is built
 * for it, and a build that needs it fails by itself.
 */
function gateSeverity(severity: Severity, failOn: PortabilityParams["failOn"]): Severity {
  if (severity === "notice" || failOn === "warning") return severity === "notice" ? "notice" : "error";
  return failOn === "error" ? severity : "warning";
}
