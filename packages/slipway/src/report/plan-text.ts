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
  lines.push("", `${plan.targets.length} targets, ${plan.tasks.length} tasks, ${artifacts.length} artifacts`);
  return `${lines.join("\n")}\n`;
}
