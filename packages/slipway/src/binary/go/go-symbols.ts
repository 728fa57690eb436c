import { unreachable } from "../../errors.ts";
import type { NameCheck } from "../name-check.ts";
import { N } from "../macho/macho-constants.ts";
import type { Program } from "../read-binary.ts";

/** A symbol as Go's linker named it, at its address. */
export interface GoSymbol {
  readonly name: string;
  readonly address: bigint;
}

/**
 * The defined symbols of a program whose names pass `wanted`, whatever the format. A stripped program has none;
 * WebAssembly names functions only. `quick` is a cheaper first check on a name's bytes, for formats that offer it.
 *
 * @throws FormatError
 */
export function goSymbols(program: Program, wanted: (name: string) => boolean, quick?: NameCheck): readonly GoSymbol[] {
  switch (program.format) {
    case "elf":
      return (quick === undefined ? program.symbols : program.symbolsWhere(quick))
        .filter((symbol) => symbol.section !== 0 && wanted(symbol.name))
        .map((symbol) => ({ name: symbol.name, address: symbol.value }));
    case "pe": {
      const base = program.optional?.imageBase ?? 0n;
      return (quick === undefined ? program.symbols : program.symbolsWhere(quick)).flatMap((symbol) => {
        const section = program.sections[symbol.section - 1];
        return section === undefined || !wanted(symbol.name)
          ? []
          : [{ name: symbol.name, address: base + BigInt(section.address + symbol.value) }];
      });
    }
    case "macho":
      // Mach-O symbols carry the C underscore.
      return (
        quick === undefined
          ? program.symbols
          : program.symbolsWhere({ type: isOfSection, name: behindUnderscore(quick) })
      )
        .filter((symbol) => isOfSection(symbol.type) && wanted(symbol.name.slice(1)))
        .map((symbol) => ({ name: symbol.name.slice(1), address: symbol.value }));
    case "plan9":
      return program.symbols
        .filter((symbol) => wanted(symbol.name))
        .map((symbol) => ({ name: symbol.name, address: symbol.value }));
    case "xcoff":
      return program.symbols
        .filter((symbol) => symbol.section > 0 && wanted(symbol.name))
        .map((symbol) => ({ name: symbol.name, address: symbol.value }));
    case "wasm":
      return [];
    default:
      return unreachable(program);
  }
}

/** Whether a Mach-O symbol of this type is defined in a section of the program. */
function isOfSection(type: number): boolean {
  return (type & N.STAB) === 0 && (type & N.TYPE) === N.SECT;
}

function behindUnderscore(quick: NameCheck): NameCheck {
  return (bytes, start, end) => quick(bytes, start + 1, end);
}
