import { N } from "../macho/macho-constants.ts";
import type { MachoFile } from "../macho/macho-file.ts";
import type { MachoSymbol } from "../macho/macho-symbols.ts";
import { Writer } from "../writer.ts";

/** A Mach-O symbol table (`struct nlist`) and its strings, of some of a file's symbols in their old order. */
export class SymbolTable {
  readonly symbols: Uint8Array;
  readonly strings: Uint8Array;
  readonly count: number;
  /** How many of each kind: LC_DYSYMTAB wants them in this order, in which linkers write them. */
  readonly groups: { readonly locals: number; readonly externals: number; readonly undefineds: number };
  readonly #places: ReadonlyMap<number, number>;

  constructor(file: MachoFile, wanted: (symbol: MachoSymbol, index: number) => boolean) {
    const kept = file.symbols.flatMap((symbol, index) => (wanted(symbol, index) ? [{ symbol, index }] : []));
    const each = file.header.bits === 64 ? 16 : 12;
    this.count = kept.length;
    this.#places = new Map(kept.map(({ index }, place) => [index, place]));
    this.symbols = new Uint8Array(kept.length * each);
    const writer = new Writer(this.symbols, { littleEndian: file.header.littleEndian });
    const encoder = new TextEncoder();
    // The first byte stands for no name.
    const pieces: Uint8Array[] = [Uint8Array.of(0x20, 0)];
    let end = 2;
    for (const [place, { symbol }] of kept.entries()) {
      const at = place * each;
      const name = encoder.encode(`${symbol.name}\0`);
      writer.u32(at, symbol.name === "" ? 1 : end);
      this.symbols[at + 4] = symbol.type;
      this.symbols[at + 5] = symbol.section;
      writer.u16(at + 6, symbol.description);
      if (each === 16) writer.u64(at + 8, symbol.value);
      else writer.u32(at + 8, Number(symbol.value));
      if (symbol.name === "") continue;
      pieces.push(name);
      end += name.length;
    }
    this.strings = new Uint8Array(Math.ceil(end / 8) * 8);
    let at = 0;
    for (const piece of pieces) {
      this.strings.set(piece, at);
      at += piece.length;
    }
    const undefineds = kept.filter(({ symbol }) => isUndefined(symbol)).length;
    const externals = kept.filter(({ symbol }) => !isUndefined(symbol) && (symbol.type & N.EXT) !== 0).length;
    this.groups = { locals: kept.length - undefineds - externals, externals, undefineds };
  }

  /** The new number of a symbol, if it was kept. */
  placeOf(index: number): number | undefined {
    return this.#places.get(index);
  }
}

function isUndefined({ type }: MachoSymbol): boolean {
  return (type & N.STAB) === 0 && (type & N.EXT) !== 0 && (type & N.TYPE) === N.UNDF;
}
