import { variableName } from "../../platform/host/variable-name.ts";
import type { Hook } from "../../config/sections/hook.ts";
import type { PlanContext } from "../../plan/kind.ts";
import { envValue } from "../go/plan/build-env.ts";
import type { HookCommand } from "./hook-params.ts";
import { splitWords } from "./shell-words.ts";

/** What a hook's templates see. */
export interface HookScope {
  readonly at: readonly (string | number)[];
  readonly fields: Readonly<Record<string, unknown>>;
  /** Everything that `.Env` has before the hook's own lines. */
  readonly all: Readonly<Record<string, string>>;
  /** What is set on top of the project's environment before the hook's own lines. */
  readonly own: Readonly<Record<string, string>>;
}

/**
 * Fills in a hook: its environment, folder and command, split into words. `undefined` when its condition says no or
 * nothing is left to run.
 */
export function planHook(hook: Hook, scope: HookScope, context: PlanContext): HookCommand | undefined {
  const { at } = scope;
  const windows = context.facts.host.os === "windows";
  const env: Record<string, string> = { ...scope.own };
  const fields = { ...scope.fields, Env: envValue(scope.all) };
  for (const [index, line] of hook.env.entries()) {
    const rendered = context.render(line, [...at, "env", index], fields);
    const equals = rendered.indexOf("=");
    if (equals > 0) env[variableName(rendered.slice(0, equals), windows)] = rendered.slice(equals + 1);
  }
  const seen = { ...scope.fields, Env: envValue({ ...scope.all, ...env }) };
  if (hook.if !== "" && context.render(hook.if, [...at, "if"], seen).trim() === "false") return undefined;
  const argv = splitWords(context.render(hook.cmd, [...at, "cmd"], seen));
  if (argv.length === 0) return undefined;
  return { argv, dir: context.render(hook.dir, [...at, "dir"], fields), env, output: hook.output };
}
