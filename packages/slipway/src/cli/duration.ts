import { readDuration } from "../config/quantity/duration.ts";
import { SlipwayError } from "../errors.ts";

/**
 * Milliseconds of the duration that a flag was given.
 *
 * @throws SlipwayError `usage`
 */
export function parseDuration(text: string, flag: string): number {
  const ms = readDuration(text);
  if (ms !== undefined) return ms;
  throw new SlipwayError("usage", `cannot read the duration of ${flag}`, {
    expected: 'a number with a unit, such as "90s", "30m" or "1h30m"',
    actual: JSON.stringify(text),
  });
}
