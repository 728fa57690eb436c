import { AddressSpace } from "../address-space.ts";
import { decodeText } from "../decode-text.ts";
import { Reader } from "../reader.ts";

/** The parts of a Plan 9 program, in file order. */
export interface Plan9Section {
  readonly name: "text" | "data" | "syms" | "spsz" | "pcsz";
  readonly offset: number;
  readonly size: number;
}

export interface Plan9Symbol {
  readonly name: string;
  /** `T` text, `D` data, `B` bss and their lower-case local forms. */
  readonly type: string;
  readonly value: bigint;
}

/** Magic numbers of a.out(6): `(4b + 0) * b + 7` with a 64-bit bit. */
const MACHINES: Readonly<
  Record<number, { readonly arch: string; readonly pointerSize: 4 | 8; readonly load: bigint }>
> = {
  0x1eb: { arch: "386", pointerSize: 4, load: 0x1000n },
  0x647: { arch: "arm", pointerSize: 4, load: 0x1000n },
  0x8a97: { arch: "amd64", pointerSize: 8, load: 0x200000n },
};

/** Tells whether the first four bytes, big-endian, are a Plan 9 magic number that is read here. */
export function isPlan9Magic(magic: number): boolean {
  return MACHINES[magic] !== undefined;
}

/** A Plan 9 a.out program (a.out(6)): always big-endian headers, whatever the machine. */
export class Plan9File {
  readonly format = "plan9";
  readonly bytes: Uint8Array;
  readonly arch: string;
  readonly pointerSize: 4 | 8;
  readonly entry: bigint;
  readonly bssSize: number;
  readonly sections: readonly Plan9Section[];
  readonly #reader: Reader;
  readonly #load: bigint;
  readonly #headerSize: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const reader = new Reader(bytes, { littleEndian: false });
    this.#reader = reader;
    const magic = reader.u32("magic");
    const machine = MACHINES[magic];
    if (machine === undefined) throw reader.fault("magic", `0x${magic.toString(16)}`, "a Plan 9 magic number", 0);
    this.arch = machine.arch;
    this.pointerSize = machine.pointerSize;
    this.#load = machine.load;
    const text = reader.u32("text");
    const data = reader.u32("data");
    this.bssSize = reader.u32("bss");
    const syms = reader.u32("syms");
    const entry = reader.u32("entry");
    const spsz = reader.u32("spsz");
    const pcsz = reader.u32("pcsz");
    this.entry = machine.pointerSize === 8 ? reader.u64("64-bit entry") : BigInt(entry);
    this.#headerSize = reader.position;
    let offset = reader.position;
    const place = (name: Plan9Section["name"], size: number): Plan9Section => {
      reader.slice(offset, size, name);
      const section = { name, offset, size };
      offset += size;
      return section;
    };
    this.sections = [
      place("text", text),
      place("data", data),
      place("syms", syms),
      place("spsz", spsz),
      place("pcsz", pcsz),
    ];
  }

  section(name: Plan9Section["name"]): Plan9Section {
    return this.sections.find((section) => section.name === name)!;
  }

  sectionBytes(section: Plan9Section): Uint8Array {
    return this.#reader.slice(section.offset, section.size, section.name);
  }

  /** The symbol table; file names (`z`, `Z`, `f`), which are lists of word numbers, are left out. @throws FormatError */
  get symbols(): readonly Plan9Symbol[] {
    const section = this.section("syms");
    const part = new Reader(this.sectionBytes(section), {
      littleEndian: false,
      addressSize: this.pointerSize,
      origin: section.offset,
    });
    const symbols: Plan9Symbol[] = [];
    while (part.remaining >= 4) {
      const value = part.address("symbol value");
      const type = String.fromCharCode(part.u8("symbol type") & 0x7f);
      if (type === "z" || type === "Z") {
        part.cstring("symbol name");
        while (part.u16("path element") !== 0);
        continue;
      }
      const start = part.position;
      const end = part.bytes.indexOf(0, start);
      if (end < 0) throw part.fault("symbol name", "no NUL before the end", "text ended by NUL");
      const name = decodeText(part.bytes, start, end);
      part.seek(end + 1, "symbol name");
      if (type !== "f") symbols.push({ name, type, value });
    }
    return symbols;
  }

  /** Text follows the header in memory too; data starts at the next page (4 KiB, 2 MiB on amd64). */
  get addressSpace(): AddressSpace {
    const text = this.section("text");
    const data = this.section("data");
    const page = this.arch === "amd64" ? 0x200000n : 0x1000n;
    const start = this.#load + BigInt(this.#headerSize);
    const end = start + BigInt(text.size);
    const dataAddress = ((end + page - 1n) / page) * page;
    return new AddressSpace(
      [
        {
          name: "text",
          address: start,
          offset: text.offset,
          bytes: this.sectionBytes(text),
          writable: false,
          executable: true,
        },
        {
          name: "data",
          address: dataAddress,
          offset: data.offset,
          bytes: this.sectionBytes(data),
          writable: true,
          executable: false,
        },
      ],
      // The machines are little-endian although the header is not.
      { littleEndian: true, pointerSize: this.pointerSize },
    );
  }
}
