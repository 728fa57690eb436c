import { decodeText } from "./decode-text.ts";
import { FormatError } from "./format-error.ts";

/**
 * A table of NUL-ended names addressed by offset.
 *
 * Names may overlap (a linker merges common endings), so that a hostile table can name the same megabyte from every one
 * of its offsets. The text handed out is therefore limited to twice the table, which no real file comes near.
 */
export class StringTable {
  readonly bytes: Uint8Array;
  readonly #origin: number;
  #budget: number;

  constructor(bytes: Uint8Array, origin: number) {
    this.bytes = bytes;
    this.#origin = origin;
    this.#budget = 2 * bytes.length + 65_536;
  }

  /** The name at `offset`. @throws FormatError when it is outside the table or does not end. */
  at(offset: number, field: string): string {
    return decodeText(this.bytes, offset, this.end(offset, field));
  }

  /** Where the name at `offset` ends, for those who look at its bytes only. @throws FormatError as `at` does */
  end(offset: number, field: string): number {
    if (offset === 0 && this.bytes.length === 0) return 0;
    if (offset >= this.bytes.length) {
      throw new FormatError({
        offset: this.#origin,
        field,
        found: `name at ${offset}`,
        expected: `an offset within the string table's ${this.bytes.length} bytes`,
      });
    }
    const end = this.bytes.indexOf(0, offset);
    if (end < 0) {
      throw new FormatError({
        offset: this.#origin + offset,
        field,
        found: "no NUL before the end",
        expected: "text ended by NUL",
      });
    }
    // Short names cost no more than the record that names them, and compilers do repeat them (`$d`, `.L0`).
    if (end - offset > 8) this.#budget -= end - offset;
    if (this.#budget < 0) {
      throw new FormatError({
        offset: this.#origin + offset,
        field,
        found: "names that overlap many times",
        expected: "names of at most twice the string table",
      });
    }
    return end;
  }
}
