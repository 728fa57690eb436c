import { effectiveConfigYaml } from "../config/effective-config.ts";
import type { Kind, PlanContext } from "../plan/kind.ts";
import { formatTargetName } from "../plan/targets/target.ts";
import { runTextFile, textFileTask } from "./record/text-file.ts";

/** `dist/config.yaml`: the config in force, with its defaults and the targets that each build makes. */
export const effectiveConfigKind: Kind = { name: "effective-config", version: 1, plan, run: runTextFile };

function plan(context: PlanContext): void {
  const targets: Record<string, string[]> = {};
  for (const { artifact } of context.tasks.flatMap((task) => task.outputs)) {
    const id = artifact?.extra["ID"];
    if (artifact?.target === undefined || artifact.extra["Builder"] === undefined || typeof id !== "string") continue;
    if (artifact.target.arch === "all") continue;
    const names = (targets[id] ??= []);
    const name = formatTargetName(artifact.target);
    if (!names.includes(name)) names.push(name);
  }
  context.add(
    textFileTask("effective-config", "config.yaml", { text: effectiveConfigYaml(context.config, { targets }) }),
  );
}
