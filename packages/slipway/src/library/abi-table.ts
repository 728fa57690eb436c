import { SlipwayError } from "../errors.ts";
import { ABI_TABLES, type AbiRow } from "../prove/portability/abi-table.ts";

/**
 * What Linux, macOS and Windows ask of assembly for an architecture, each rule with its source.
 *
 * @throws SlipwayError `usage` for an architecture that there is no table for
 */
export function abiTable(arch: string): readonly AbiRow[] {
  const rows = ABI_TABLES[arch];
  if (rows !== undefined) return rows;
  throw new SlipwayError("usage", `There is no table for "${arch}"`, {
    expected: Object.keys(ABI_TABLES).join(", "),
    actual: arch,
  });
}
