import { SlipwayError } from "../../../errors.ts";
import { environmentValue } from "../../../config/template/value/environment-value.ts";
import { variableName } from "../../../platform/host/variable-name.ts";
import type { PlanContext } from "../../../plan/kind.ts";

/** What the config's `env` lines say for one build and target. */
export interface BuildEnv {
  /** Lines of the build, rendered. */
  readonly own: Readonly<Record<string, string>>;
  /** Names that the global `env` sets. */
  readonly named: readonly string[];
  /** All that templates see as `.Env` and that decides about cgo: the process's, the global lines, the build's. */
  readonly all: Readonly<Record<string, string>>;
}

/** Where a line stands in the config. */
type Path = readonly (string | number)[];

/** What the global `env` lines set, as the project's environment has it. */
export function globalEnv(context: PlanContext): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const [index, line] of context.config.env.entries()) {
    const at = ["env", index];
    const [name] = splitLine(context.render(line, at), at, context);
    env[name] = context.env[name] ?? "";
  }
  return env;
}

/**
 * Renders the lines of a build and those of the override that matches after them; each sees the ones before it. An
 * empty line, as templates leave behind, says nothing.
 */
export function buildEnv(
  lines: readonly { readonly text: string; readonly at: Path }[],
  global: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, unknown>>,
  context: PlanContext,
): BuildEnv {
  const all: Record<string, string> = { ...context.env, ...global };
  const own: Record<string, string> = {};
  for (const { text, at } of lines) {
    const rendered = context.render(text, at, { ...fields, Env: envValue(all) });
    if (rendered.trim() === "") continue;
    const [name, value] = splitLine(rendered, at, context);
    own[name] = value;
    all[name] = value;
  }
  return { own, named: Object.keys(global).sort(), all };
}

/** An environment as templates read it: a name that is not there is an error. */
export function envValue(env: Readonly<Record<string, string>>): unknown {
  return environmentValue(env);
}

function splitLine(line: string, at: Path, context: PlanContext): [string, string] {
  const equals = line.indexOf("=");
  if (equals <= 0) {
    const where = context.positionOf(at);
    throw new SlipwayError("build-config-invalid", `"${line}" in env is not NAME=value`, {
      ...(where && { where }),
      expected: "NAME=value",
      actual: line,
    });
  }
  const windows = context.facts.host.os === "windows";
  return [variableName(line.slice(0, equals), windows), line.slice(equals + 1)];
}
