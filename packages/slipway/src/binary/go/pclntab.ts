import { decodeText } from "../decode-text.ts";
import { FormatError } from "../format-error.ts";
import { Reader } from "../reader.ts";

/** The layouts of Go's function table, by the first release that wrote them. */
export type PclntabLayout = "1.2" | "1.16" | "1.18" | "1.20";

/** A function of the table. `entry` is an address when the start of the text is known, else an offset from it. */
export interface GoFunction {
  readonly name: string;
  readonly entry: bigint;
  /** Bytes to the next function, padding included. */
  readonly size: number;
}

/** Offsets of a table's parts: names, file numbers by compilation unit, file names, values by program counter. */
export interface PclntabParts {
  readonly names: number;
  readonly units: number;
  readonly files: number;
  readonly values: number;
}

const LAYOUTS: Readonly<Record<number, PclntabLayout>> = {
  0xfffffffb: "1.2",
  0xfffffffa: "1.16",
  0xfffffff0: "1.18",
  0xfffffff1: "1.20",
};

/** Tells whether a function table seems to start at `at`: a magic, two zeros, an instruction quantum, a pointer size. */
export function looksLikePclntab(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 4] !== 0 || bytes[at + 5] !== 0) return false;
  const quantum = bytes[at + 6];
  const pointerSize = bytes[at + 7];
  if ((quantum !== 1 && quantum !== 2 && quantum !== 4) || (pointerSize !== 4 && pointerSize !== 8)) return false;
  const low = bytes[at]!;
  const isLayout = (byte: number): boolean => byte === 0xfb || byte === 0xfa || byte === 0xf0 || byte === 0xf1;
  if (isLayout(low) && bytes[at + 1] === 0xff && bytes[at + 2] === 0xff && bytes[at + 3] === 0xff) return true;
  return low === 0xff && bytes[at + 1] === 0xff && bytes[at + 2] === 0xff && isLayout(bytes[at + 3]!);
}

/**
 * The table by which a Go program finds function names and lines when it prints a stack (`runtime.pclntab`). It survives
 * `-s -w`, so that functions of stripped programs can still be named.
 *
 * Layouts: `debug/gosym/pclntab.go` in Go's source. The header is read at once; @throws FormatError from anything.
 */
export class Pclntab {
  readonly bytes: Uint8Array;
  readonly layout: PclntabLayout;
  readonly littleEndian: boolean;
  readonly pointerSize: 4 | 8;
  readonly functionCount: number;
  /** The header's own start of the text: 0 since Go 1.26 and in some position-independent programs. */
  readonly textStart: bigint;
  /** Where the parts of the table start in `bytes`; undefined for the layout of Go before 1.16, which has no such parts. */
  readonly parts: PclntabParts | undefined;
  readonly #reader: Reader;
  readonly #names: number;
  readonly #files: { readonly start: number; readonly end: number } | undefined;
  readonly #table: number;
  readonly #fieldSize: 4 | 8;

  /** `bytes` start at the table and may run on behind it; `origin` is its file offset. */
  constructor(bytes: Uint8Array, origin: number) {
    this.bytes = bytes;
    const probe = new Reader(bytes, { origin });
    probe.slice(0, 8, "pclntab magic");
    if (!looksLikePclntab(bytes, 0)) throw probe.fault("pclntab magic", "other bytes", "a Go function table", 0);
    this.littleEndian = bytes[0] !== 0xff;
    this.pointerSize = bytes[7] === 8 ? 8 : 4;
    const reader = new Reader(bytes, { littleEndian: this.littleEndian, addressSize: this.pointerSize, origin });
    this.#reader = reader;
    this.layout = LAYOUTS[reader.u32("pclntab magic")] ?? "1.20";
    reader.seek(8, "nfunc");
    this.functionCount = reader.size("nfunc");
    if (this.layout === "1.2") {
      this.textStart = 0n;
      this.#fieldSize = this.pointerSize;
      this.#table = reader.position;
      this.#names = 0;
      this.#files = undefined;
      this.parts = undefined;
    } else {
      reader.size("nfiles");
      this.textStart = this.layout === "1.16" ? 0n : reader.address("textStart");
      this.#names = reader.size("funcnameOffset");
      const units = reader.size("cuOffset");
      const files = reader.size("filetabOffset");
      const pcs = reader.size("pctabOffset");
      this.#table = reader.size("pclnOffset");
      this.#fieldSize = this.layout === "1.16" ? this.pointerSize : 4;
      reader.slice(files, Math.max(pcs - files, 0), "filetabOffset");
      reader.seek(this.#names, "funcnameOffset");
      this.#files = { start: files, end: Math.max(pcs, files) };
      this.parts = { names: this.#names, units, files, values: pcs };
    }
    reader.seek(this.#table, "pclnOffset").count(this.functionCount, 2 * this.#fieldSize, "nfunc");
    reader.slice(this.#table, (2 * this.functionCount + 1) * this.#fieldSize, "nfunc");
  }

  /** Entries are offsets from the start of the text, not addresses. */
  get relative(): boolean {
    return this.layout === "1.18" || this.layout === "1.20";
  }

  /** Entry of a function, or the end of the last one for `index` = `functionCount`. Not yet added to the text start. */
  entry(index: number): bigint {
    const reader = this.#reader.seek(this.#table + 2 * index * this.#fieldSize, "functab");
    return this.#fieldSize === 8 ? reader.u64("functab entry") : BigInt(reader.u32("functab entry"));
  }

  /** Where the table of functions and their records starts in `bytes`. */
  get recordsStart(): number {
    return this.#table;
  }

  /** Where the record of a function is in `bytes` (`runtime._func`). */
  recordOffset(index: number): number {
    const reader = this.#reader.seek(this.#table + (2 * index + 1) * this.#fieldSize, "functab");
    const offset = this.#fieldSize === 8 ? reader.size64("func offset") : reader.u32("func offset");
    return (this.layout === "1.2" ? 0 : this.#table) + offset;
  }

  /** All functions in the order of their code. `textStart` is added to relative entries. */
  functions(textStart: bigint = this.textStart): readonly GoFunction[] {
    const reader = this.#reader;
    const base = this.relative ? textStart : 0n;
    const nameField = this.relative ? 4 : this.pointerSize;
    // Inlined functions repeat no names in the table, so that all names together fit in it.
    let budget = reader.length;
    const functions: GoFunction[] = [];
    let entry = this.entry(0);
    for (let index = 0; index < this.functionCount; index++) {
      const record = this.recordOffset(index);
      const nameOffset = reader.seek(record + nameField, "func offset").u32("nameOff");
      reader.seek(this.#names + nameOffset, "nameOff");
      const start = reader.position;
      const name = reader.cstring("function name");
      budget -= reader.position - start;
      if (budget < 0) throw reader.fault("nameOff", "names that overlap many times", "names within the table", start);
      const next = this.entry(index + 1);
      if (next < entry) throw reader.fault("functab entry", `${next}`, `at least ${entry}`);
      functions.push({ name, entry: base + entry, size: Number(next - entry) });
      entry = next;
    }
    return functions;
  }

  /** Paths of the source files, in table order; empty for the layout of Go before 1.16. */
  files(): readonly string[] {
    if (this.#files === undefined) return [];
    // All at once: a decoder's cost is its calls. Behind the last zero there is no path.
    const paths = decodeText(this.#reader.bytes, this.#files.start, this.#files.end).split("\0");
    return paths.slice(0, -1).filter((path) => path !== "");
  }
}

/** The table at the start of `bytes`, if there is one: a magic may stand in other data by accident, where no functions can be read. */
export function tryPclntab(bytes: Uint8Array, origin: number): Pclntab | undefined {
  try {
    const table = new Pclntab(bytes, origin);
    return table.functionCount > 0 ? table : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
