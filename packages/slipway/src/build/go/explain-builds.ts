import { explainTarget } from "../../plan/targets/explain-target.ts";
import type { ExplainedProgram, SelectedPackage, TargetExplanation } from "../../plan/targets/explain-target.ts";
import type { Plan } from "../../plan/plan.ts";
import { parseTarget, targetDefaults } from "../../plan/targets/target-parse.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import type { Task } from "../../plan/task.ts";
import { SlipwayError } from "../../errors.ts";
import type { GoBuildParams } from "./go-build-params.ts";
import { goBuildArguments } from "./go-command.ts";
import { collectSources } from "./go-sources.ts";
import type { ListedPackage } from "./go-list.ts";
import { listProgram } from "./program-list.ts";
import type { ListContext } from "./program-list.ts";

/**
 * Explains what a target selects for every program that the plan builds for it: `plan --explain darwin/arm64`. Nothing
 * is built; `go list` is asked once per group of programs.
 *
 * @throws SlipwayError `target-unknown` for a word that nobody knows, `usage` when the plan has no such target
 */
export async function explainBuilds(plan: Plan, text: string, context: ListContext): Promise<TargetExplanation> {
  const { facts } = context;
  const target = parseTarget(text, targetDefaults(facts.env), { buildable: facts.buildable });
  const name = formatTarget(target);
  const tasks = plan.tasks.filter((task) => task.kind === "go-build" && task.target === name);
  if (tasks.length === 0) {
    const left = plan.leftOut.find((entry) => entry.target === name);
    throw new SlipwayError("usage", `The plan builds nothing for ${name}`, {
      expected: plan.targets.join(", "),
      actual: left ? left.reason : "not among the targets",
      hint: "Name a target of the plan, as slipway plan prints it",
    });
  }
  const programs: ExplainedProgram[] = [];
  for (const task of tasks) programs.push(await explainProgram(task, context));
  return explainTarget(target, programs, facts.buildable);
}

async function explainProgram(task: Task, context: ListContext): Promise<ExplainedProgram> {
  const params = task.params as GoBuildParams;
  const { settings } = params;
  const { top, packages } = await listProgram(task, context);
  const { packages: used } = collectSources(packages, top, context.root);
  return {
    task: task.id,
    title: task.title,
    variables: {
      ...settings.platform,
      CGO_ENABLED: settings.cgo.enabled ? "1" : "0",
      GOFLAGS: settings.env["GOFLAGS"] ?? "",
      ...settings.env,
    },
    cgo: { enabled: settings.cgo.enabled, why: settings.cgo.why },
    command: [settings.tool, ...goBuildArguments([params], task.outputs[0]!.path)],
    outputs: task.outputs.map((output) => output.path),
    packages: used.map(selected),
  };
}

function selected(each: ListedPackage): SelectedPackage {
  const source = each.Module?.Replace ?? each.Module;
  const files = [
    each.GoFiles,
    each.CgoFiles,
    each.CFiles,
    each.CXXFiles,
    each.MFiles,
    each.HFiles,
    each.SFiles,
    each.SysoFiles,
    each.EmbedFiles,
  ].flatMap((list) => list ?? []);
  return {
    importPath: each.ImportPath,
    standard: each.Standard ?? false,
    ...(each.Module && !each.Module.Main && source?.Version && { module: `${source.Path}@${source.Version}` }),
    files,
    cgo: each.CgoFiles ?? [],
    leftOut: each.IgnoredGoFiles ?? [],
  };
}
