import { SlipwayError } from "../errors.ts";

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a Go duration: `90s`, `1h30m`, `1.5h`.
 *
 * Source: Go `time.ParseDuration`, without the units below a millisecond.
 * @throws SlipwayError `usage`
 */
export function parseDuration(text: string, flag: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text) {
    throw new SlipwayError("usage", `cannot read the duration of ${flag}`, {
      expected: 'a number with a unit, such as "90s", "30m" or "1h30m"',
      actual: JSON.stringify(text),
    });
  }
  return parts.reduce((total, [, amount, unit]) => total + Number(amount) * (UNIT_MS[unit ?? ""] ?? 0), 0);
}
