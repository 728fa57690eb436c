import { decodeText } from "../decode-text.ts";
import type { Program } from "../read-binary.ts";
import { goSymbols } from "./go-symbols.ts";

/** A string variable that was set by the linker (`-ldflags "-X main.version=v1.2.3"`). */
export interface GoLinkerString {
  readonly name: string;
  readonly value: string;
  /** File offset of the text, where it has one. */
  readonly offset: number | undefined;
}

/** The linker sets these in the same way by itself. */
const OWN = new Set(["runtime.modinfo", "runtime.buildVersion", "runtime.defaultGOROOT", "runtime.godebugDefault"]);

/** Longer values are cut: `-X` is for versions and dates. */
const MAX_VALUE = 4096;

/**
 * The variables set with `-X`. For each the linker makes a symbol of the variable's name with `.str` behind it, which an
 * initialised variable of the source does not have; a stripped program therefore shows none.
 *
 * @throws FormatError
 */
export function readLinkerStrings(program: Program): readonly GoLinkerString[] {
  const texts = goSymbols(program, (name) => name.endsWith(".str"), endsInStr);
  const names = new Set(texts.map((symbol) => symbol.name.slice(0, -4)).filter((name) => !OWN.has(name)));
  if (names.size === 0) return [];
  const memory = program.addressSpace;
  const lengths = new Set(Array.from(names, (name) => new TextEncoder().encode(name).length));
  return goSymbols(
    program,
    (name) => names.has(name),
    (_, start, end) => lengths.has(end - start),
  )
    .flatMap((symbol) => {
      const address = memory.pointerAt(symbol.address);
      const length = memory.pointerAt(symbol.address + BigInt(memory.pointerSize));
      if (address === undefined || length === undefined) return [];
      const bytes = length === 0n ? new Uint8Array(0) : memory.read(address, Number(length));
      if (bytes === undefined) return [];
      return [
        {
          name: symbol.name,
          value: decodeText(bytes, 0, Math.min(bytes.length, MAX_VALUE)),
          offset: memory.offsetOf(address),
        },
      ];
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** `.str` in front of the end. */
function endsInStr(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start > 4 &&
    bytes[end - 1] === 0x72 &&
    bytes[end - 2] === 0x74 &&
    bytes[end - 3] === 0x73 &&
    bytes[end - 4] === 0x2e
  );
}
