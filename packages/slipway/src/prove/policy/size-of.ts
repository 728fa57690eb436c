import { SlipwayError } from "../../errors.ts";
import type { Place } from "../../errors.ts";

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KB: 1000,
  KIB: 1024,
  MB: 1000 ** 2,
  MIB: 1024 ** 2,
  GB: 1000 ** 3,
  GIB: 1024 ** 3,
};

/**
 * A size of the config in bytes: `20MB`, `1.5 GiB`, `4096`.
 *
 * @throws SlipwayError `config-invalid`
 */
export function sizeOf(text: string, key: string, where: Place | undefined): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? "-").toUpperCase()];
  if (match === null || unit === undefined) {
    throw new SlipwayError("config-invalid", `"${text}" of ${key} is no size`, {
      ...(where && { where }),
      expected: "a number with B, kB, MB, GB, KiB, MiB or GiB, for example 20MB",
      actual: text,
    });
  }
  return Math.floor(Number(match[1]) * unit);
}
