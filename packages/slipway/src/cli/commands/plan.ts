import { InvalidArgumentError, type Command } from "commander";
import { findingText } from "../../report/finding-text.ts";
import { machinesText } from "../../report/machines-text.ts";
import { planText, whyText } from "../../report/plan-text.ts";
import { formatTargetExplanation } from "../../plan/targets/explain-target.ts";
import { Secrets } from "../../secrets.ts";
import type { CommandHost } from "../command-host.ts";
import { addProjectFlags, openOptions } from "../project-flags.ts";
import { addChoiceFlags, choiceOptions, type ChoiceFlags } from "../run-flags.ts";
import { RELEASE_STEPS } from "../release-steps.ts";

interface PlanFlags extends ChoiceFlags {
  readonly nightly?: boolean;
  readonly json?: boolean;
  readonly why?: string;
  readonly explain?: string;
  readonly machines?: number;
}

/** `slipway plan`: what a release would make, without making it. */
export function addPlan(program: Command, host: CommandHost): void {
  const command = program
    .command("plan")
    .description("print every target, task and artifact of a release without making it")
    .option("--nightly", "a version for this night, made by nightly.version_template")
    .option("--explain <target>", "what a target selects instead: variables, cgo, files, packages, object format")
    .option("--why <task>", "why a task would run instead, or why not; its id is in the plan")
    .option("--machines <n>", "what 1 to n machines would bring instead: time, minutes, price", machines)
    .option("--json", "the plan, or the explanation, as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway plan --snapshot\n  slipway plan --snapshot --explain darwin/arm64\n  slipway plan --snapshot --why go-build:hello:linux_amd64_v1\n  slipway plan --snapshot --machines 8\n\nGive it the flags that choose as you give them to release: another version is another plan.\n",
    );
  addChoiceFlags(addProjectFlags(command), RELEASE_STEPS).action(async (flags: PlanFlags) => {
    const { explainProjectTarget, explainProjectTask, openProject, planProject, predictMachines } =
      await import("../../index.ts");
    const { terminal } = host;
    const project = await openProject(await openOptions(command, host));
    const planned = await planProject(project, { ...choiceOptions(flags), nightly: flags.nightly ?? false });
    const { plan } = planned;
    const secrets = new Secrets(project.env);
    const print = (json: unknown, text: () => string): void =>
      terminal.out(flags.json ? `${JSON.stringify(secrets.json(json), null, 2)}\n` : secrets.text(text()));
    if (flags.explain !== undefined) {
      const explanation = await explainProjectTarget(project, planned, flags.explain);
      return print(explanation, () => `${formatTargetExplanation(explanation).join("\n")}\n`);
    }
    if (flags.why !== undefined) {
      const explanation = await explainProjectTask(project, planned, flags.why);
      return print(explanation, () => whyText(explanation, terminal.outStyle));
    }
    for (const finding of plan.findings) terminal.err(`${secrets.text(findingText(finding, terminal.errStyle))}\n`);
    if (flags.machines !== undefined) {
      const { predictions, best } = predictMachines(plan, flags.machines, project.config.shards);
      return print({ best, predictions }, () => machinesText(predictions, best, terminal.outStyle));
    }
    print(plan, () => planText(plan, terminal.outStyle));
  });
}

function machines(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value)) throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
  return Number(value);
}
