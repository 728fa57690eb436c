import { formatCause, type Cause, type Explanation } from "../plan/explanation.ts";
import type { Plan } from "../plan/plan.ts";
import type { Style } from "./style.ts";
import { formatTable } from "./table.ts";

/** A plan as a person reads it: what will exist, for which target, made by which task; then what is left out and why. */
export function planText(plan: Plan, style: Style): string {
  const head = [plan.version, plan.commit.slice(0, 12), plan.toolchain].filter(Boolean).join(", ");
  const rows = plan.tasks.map((task) => [
    task.target ?? "",
    task.id,
    task.outputs
      .filter((output) => output.artifact)
      .map((output) => output.path)
      .join(" "),
  ]);
  const table = formatTable([["target", "task", "makes, below the dist folder"], ...rows]);
  const lines = [
    `${style.bold(plan.project)} ${head}`,
    "",
    ...table.map((row, index) => (index === 0 ? style.bold(row) : row)),
  ];
  if (plan.leftOut.length > 0) {
    lines.push(
      "",
      style.bold("left out"),
      ...formatTable(plan.leftOut.map((entry) => [entry.target, entry.build, entry.reason])),
    );
  }
  const artifacts = plan.tasks.flatMap((task) => task.outputs.filter((output) => output.artifact));
  lines.push(
    "",
    [
      counted(plan.targets.length, "target"),
      counted(plan.tasks.length, "task"),
      counted(artifacts.length, "artifact"),
    ].join(", "),
  );
  return `${lines.join("\n")}\n`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

const VERDICT: Readonly<Record<Explanation["verdict"], string>> = {
  fresh: "nothing to do: its files are as it left them",
  restore: "its files would come from the store",
  run: "it would run",
  unknown: "it would run, unless the store already knows its content",
};

/** The answer of `plan --why` as a person reads it. */
export function whyText(explanation: Explanation, style: Style): string {
  const { causes, lastRun, detail } = explanation;
  const lines = [`${style.bold(explanation.task)}: ${VERDICT[explanation.verdict]}`];
  if (causes.length > 0) lines.push(...causes.map((cause) => `  ${causeText(cause)}`));
  if (lastRun && lastRun.causes.length > 0) {
    lines.push("it ran the last time because", ...lastRun.causes.map((cause) => `  ${causeText(cause)}`));
  }
  if (detail.length > 0) lines.push("the change reaches", ...detail.map((line) => `  ${line}`));
  return `${lines.join("\n")}\n`;
}

/** A cause with the causes behind it, indented. */
function causeText(cause: Cause): string {
  const behind = cause.type === "upstream-changed" ? (cause.causes ?? []) : [];
  return [formatCause(cause), ...behind.map((inner) => `  because ${causeText(inner).replaceAll("\n", "\n  ")}`)].join(
    "\n  ",
  );
}
