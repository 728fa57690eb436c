import { SlipwayError } from "../errors.ts";
import type { PlanContext } from "../plan/kind.ts";

/**
 * Variables of `NAME=value` lines, each a template.
 *
 * @throws SlipwayError `config-invalid` for a line without a name
 */
export function envOfLines(
  context: PlanContext,
  lines: readonly string[],
  at: readonly (string | number)[],
  fields: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const text = context.render(line, [...at, index], fields);
    const equals = text.indexOf("=");
    if (equals < 1) {
      const where = context.positionOf([...at, index]);
      throw new SlipwayError("config-invalid", `Cannot read ${at.join(".")} of the project file`, {
        ...(where === undefined ? {} : { where }),
        expected: "NAME=value",
        actual: line,
      });
    }
    env[text.slice(0, equals)] = text.slice(equals + 1);
  }
  return env;
}
