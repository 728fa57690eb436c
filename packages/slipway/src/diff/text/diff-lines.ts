import { orderOf } from "../../binary/diff/item-order.ts";
import { valueHint } from "../../binary/diff/value-hint.ts";
import { seen, type Seen } from "../collector.ts";

/** Digests in hex and in the base64 of wheels, and the sizes beside them. */
const DIGEST = /\b[0-9a-f]{32,128}\b|sha(?:256|512)[=:-][\w+/=-]{20,}/g;

/** Says how two texts differ, line by line; they differ. */
export function diffLines(a: string, b: string): Seen {
  const linesA = a.split("\n");
  const linesB = b.split("\n");
  const order = orderOf(linesA, linesB);
  if (order !== undefined) return { code: "order", ...order };
  if (follows(linesA, linesB)) {
    return {
      code: "digest",
      subject: "digests",
      message: "Only digests of other files differ",
      a: null,
      b: null,
      hint: "look at the files that it lists",
    };
  }
  let first = 0;
  while (linesA[first] === linesB[first] && first < Math.min(linesA.length, linesB.length)) first++;
  const [lineA, lineB] = [linesA[first] ?? null, linesB[first] ?? null];
  const told = seen("text", `line ${first + 1}`, lineA, lineB, valueHint(lineA ?? "", lineB ?? ""));
  const count = countDifferent(linesA, linesB);
  return count > 1 ? { ...told, message: `${told.message} (${count} lines differ)` } : told;
}

function follows(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  let digests = 0;
  for (const [index, line] of a.entries()) {
    const other = b[index]!;
    if (line === other) continue;
    const [masked, maskedOther] = [line.replace(DIGEST, "#"), other.replace(DIGEST, "#")];
    if (masked === line) return false;
    digests++;
    // A size may stand beside a digest.
    if (masked.replace(/\b\d+\b/g, "0") !== maskedOther.replace(/\b\d+\b/g, "0")) return false;
  }
  return digests > 0;
}

function countDifferent(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of b) {
    const left = counts.get(line) ?? 0;
    if (left > 0) {
      counts.set(line, left - 1);
      shared++;
    }
  }
  return Math.max(a.length, b.length) - shared;
}
