import { Reader } from "../reader.ts";
import type { PeSection } from "./pe-sections.ts";

/** Reads what data directories point to: everything in them is an RVA, which sections map to the file. */
export class PeMemory {
  readonly #whole: Reader;
  readonly #sections: readonly PeSection[];
  readonly #headersSize: number;
  readonly addressSize: 4 | 8;
  #nameBudget: number;

  constructor(whole: Reader, sections: readonly PeSection[], layout: { headersSize: number; addressSize: 4 | 8 }) {
    this.#whole = whole;
    this.#sections = sections;
    this.#headersSize = layout.headersSize;
    this.addressSize = layout.addressSize;
    this.#nameBudget = 2 * whole.length + 65_536;
  }

  /** Offset in the file, or nothing for memory that the file has no bytes for. */
  offsetOf(rva: number): number | undefined {
    const section = this.#sections.find((each) => rva >= each.address && rva < each.address + each.size);
    if (section !== undefined) return section.offset + (rva - section.address);
    return rva < this.#headersSize ? rva : undefined;
  }

  /** A reader from the RVA to the end of its section. @throws FormatError when the file has no bytes there. */
  readerAt(rva: number, field: string): Reader {
    const section = this.#sections.find((each) => rva >= each.address && rva < each.address + each.size);
    const offset = this.offsetOf(rva);
    if (offset === undefined) {
      throw this.#whole.fault(field, `RVA 0x${rva.toString(16)}`, "an address within a section's bytes", 0);
    }
    const end = section === undefined ? this.#headersSize : section.offset + section.size;
    const size = Math.min(end, this.#whole.length) - offset;
    return new Reader(this.#whole.slice(offset, size, field), { addressSize: this.addressSize, origin: offset });
  }

  /** NUL-ended text at an RVA. Names may be shared, so all of them together are limited. */
  textAt(rva: number, field: string): string {
    const reader = this.readerAt(rva, field);
    const text = reader.cstring(field);
    this.#nameBudget -= reader.position;
    if (this.#nameBudget < 0)
      throw reader.fault(field, "names that overlap many times", "names of at most twice the file");
    return text;
  }
}
