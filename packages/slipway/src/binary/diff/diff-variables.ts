import type { AddressSpace } from "../address-space.ts";
import { decodeText } from "../decode-text.ts";
import { goSymbols } from "../go/go-symbols.ts";
import { readLinkerStrings } from "../go/linker-strings.ts";
import { dataRegions } from "../go/program-memory.ts";
import type { Program } from "../read-binary.ts";
import type { DiffCause } from "./binary-diff.ts";
import { cause } from "./diff-build.ts";
import { valueHint } from "./value-hint.ts";

const MAX_TEXT = 4096;
/** More changed strings than this are a shift of the data, not a set of variables. */
const MAX_CHANGED = 64;

/**
 * Finds string variables that differ: those set with `-X` by their symbols, and in stripped programs Go string headers, a
 * pointer and a length, that stand at the same place in the data and lead to different text.
 *
 * @throws FormatError
 */
export function diffVariables(a: Program, b: Program): readonly DiffCause[] {
  const byName = namedVariables(a, b);
  return byName.length > 0 ||
    goSymbols(
      a,
      (name) => name === "runtime.modinfo",
      (_, start, end) => end - start === 15,
    ).length > 0
    ? byName
    : unnamedVariables(a, b);
}

function namedVariables(a: Program, b: Program): readonly DiffCause[] {
  const before = new Map(readLinkerStrings(a).map((each) => [each.name, each]));
  const after = new Map(readLinkerStrings(b).map((each) => [each.name, each]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const one = before.get(name);
    const other = after.get(name);
    return one?.value === other?.value
      ? []
      : [variableCause(name, one?.value ?? null, other?.value ?? null, one?.offset, other?.offset)];
  });
}

function unnamedVariables(a: Program, b: Program): readonly DiffCause[] {
  const memoryA = a.addressSpace;
  const memoryB = b.addressSpace;
  const regionsA = dataRegions(memoryA);
  const regionsB = dataRegions(memoryB);
  const causes: DiffCause[] = [];
  for (const [index, one] of regionsA.entries()) {
    const other = regionsB[index];
    if (other === undefined || other.bytes.length !== one.bytes.length) continue;
    const step = memoryA.pointerSize;
    const viewA = new DataView(one.bytes.buffer, one.bytes.byteOffset, one.bytes.byteLength);
    const viewB = new DataView(other.bytes.buffer, other.bytes.byteOffset, other.bytes.byteLength);
    const lengthAt = step === 8 && !memoryA.littleEndian ? 12 : step;
    const first = Number((BigInt(step) - (one.address % BigInt(step))) % BigInt(step));
    for (let at = first; at + 2 * step <= one.bytes.length; at += step) {
      const lengthA = viewA.getUint32(at + lengthAt, memoryA.littleEndian);
      const lengthB = viewB.getUint32(at + lengthAt, memoryB.littleEndian);
      if (lengthA === 0 || lengthB === 0 || lengthA > MAX_TEXT || lengthB > MAX_TEXT) continue;
      const textA = textAt(memoryA, one.address + BigInt(at));
      const textB = textA === undefined ? undefined : textAt(memoryB, other.address + BigInt(at));
      if (textA === undefined || textB === undefined || textA.text === textB.text) continue;
      // The version of Go is told on its own.
      if (/^go1\.|^devel /.test(textA.text) && /^go1\.|^devel /.test(textB.text)) continue;
      causes.push(variableCause("a string variable", textA.text, textB.text, textA.offset, textB.offset));
      if (causes.length > MAX_CHANGED) return [];
    }
  }
  return causes;
}

/** Printable text behind a string header, or nothing. */
function textAt(
  memory: AddressSpace,
  address: bigint,
): { readonly text: string; readonly offset: number | undefined } | undefined {
  const size = BigInt(memory.pointerSize);
  const pointer = memory.pointerAt(address);
  const length = memory.pointerAt(address + size);
  if (pointer === undefined || pointer < 0x1000n || length === undefined || length === 0n || length > BigInt(MAX_TEXT))
    return undefined;
  const bytes = memory.read(pointer, Number(length));
  if (bytes === undefined || bytes.some((byte) => byte < 0x20 || byte === 0x7f)) return undefined;
  const text = decodeText(bytes);
  return text.includes("\ufffd") ? undefined : { text, offset: memory.offsetOf(pointer) };
}

function variableCause(
  name: string,
  a: string | null,
  b: string | null,
  offsetA: number | undefined,
  offsetB: number | undefined,
): DiffCause {
  const hint = valueHint(a ?? "", b ?? "");
  return {
    ...cause("variable", name, a, b, hint),
    ...(offsetA === undefined ? {} : { offsetA }),
    ...(offsetB === undefined ? {} : { offsetB }),
  };
}
