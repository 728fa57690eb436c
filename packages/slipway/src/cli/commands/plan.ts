import type { Command } from "commander";
import { findingText } from "../../report/finding-text.ts";
import { planText, whyText } from "../../report/plan-text.ts";
import { formatTargetExplanation } from "../../plan/explain-target.ts";
import type { CommandHost } from "../program.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";
import { addRunFlags, runOptions, type RunFlags } from "../run-flags.ts";
import { RELEASE_STEPS } from "./release.ts";

interface PlanFlags extends RunFlags {
  readonly nightly?: boolean;
  readonly why?: string;
  readonly explain?: string;
}

/** `slipway plan`: what a release would make, without making it. */
export function addPlan(program: Command, host: CommandHost): void {
  const command = program
    .command("plan")
    .description("print every target, task and artifact that a release would make")
    .option("--nightly", "a nightly version")
    .option("--explain <target>", "what a target selects: variables, cgo, files, packages, object format")
    .option("--why <task>", "why this task would run, or why not")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway plan --json\n  slipway plan --explain darwin/arm64\n  slipway plan --why go-build:hello:linux_amd64_v1\n",
    );
  addRunFlags(addProjectFlags(command), RELEASE_STEPS).action(async (flags: PlanFlags) => {
    const { explainProjectTarget, explainProjectTask, openProject, planProject } = await import("../../index.ts");
    const { terminal } = host;
    const project = await openProject(await openOptions(command));
    const planned = await planProject(project, { ...runOptions(flags), nightly: flags.nightly ?? false });
    const { plan } = planned;
    const print = (json: unknown, text: () => string): void =>
      terminal.out(flags.json ? `${JSON.stringify(json, null, 2)}\n` : text());
    if (flags.explain !== undefined) {
      const explanation = await explainProjectTarget(project, planned, flags.explain);
      return print(explanation, () => `${formatTargetExplanation(explanation).join("\n")}\n`);
    }
    if (flags.why !== undefined) {
      const explanation = await explainProjectTask(project, planned, flags.why);
      return print(explanation, () => whyText(explanation, terminal.outStyle));
    }
    for (const finding of plan.findings) terminal.err(`${findingText(finding, terminal.errStyle)}\n`);
    print(plan, () => planText(plan, terminal.outStyle));
  });
}
