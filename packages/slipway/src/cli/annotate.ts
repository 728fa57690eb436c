import type { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { githubAnnotation } from "../report/github-annotation.ts";
import { folderInRepository, type Terminal } from "./terminal.ts";

/** On GitHub, shows what was told on the lines that it is about; nowhere else anything. `dir` is what `-C` names. */
export function annotate(
  told: readonly (SlipwayError | Finding)[],
  terminal: Terminal,
  dir: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (env["GITHUB_ACTIONS"] !== "true") return;
  const base = folderInRepository(dir, env);
  for (const each of told) {
    const { code, message } = each;
    const { severity, where, hint } = "severity" in each ? each : { severity: "error" as const, ...each.details };
    terminal.err(githubAnnotation({ severity, code, message, where, hint }, base));
    const also = "severity" in each ? [] : (each.details.also ?? []);
    for (const place of also) terminal.err(githubAnnotation({ severity, code, ...place }, base));
  }
}
