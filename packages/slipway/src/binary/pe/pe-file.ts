import { AddressSpace } from "../address-space.ts";
import { Reader } from "../reader.ts";
import type { NameCheck } from "../name-check.ts";
import type { StringTable } from "../string-table.ts";
import { readPeCertificates } from "./pe-certificates.ts";
import type { PeCertificate } from "./pe-certificates.ts";
import { DIRECTORY, RESOURCE, SCN } from "./pe-constants.ts";
import { readPeDebug } from "./pe-debug.ts";
import type { PeDebugEntry } from "./pe-debug.ts";
import { readPeExports } from "./pe-exports.ts";
import type { PeExports } from "./pe-exports.ts";
import { readCoffHeader, readOptionalHeader } from "./pe-header.ts";
import type { CoffHeader, PeDataDirectory, PeOptionalHeader } from "./pe-header.ts";
import { readDelayedImports, readPeImports } from "./pe-imports.ts";
import type { PeImportedLibrary } from "./pe-imports.ts";
import { PeMemory } from "./pe-memory.ts";
import { readPeResources } from "./pe-resources.ts";
import type { PeResource } from "./pe-resources.ts";
import { readPeSections } from "./pe-sections.ts";
import type { PeSection } from "./pe-sections.ts";
import { readCoffStrings, readCoffSymbols } from "./pe-symbols.ts";
import type { CoffSymbol } from "./pe-symbols.ts";
import { readVersionInfo } from "./pe-version-info.ts";
import type { PeVersionInfo } from "./pe-version-info.ts";

/**
 * A Windows image (PE32, PE32+) or a COFF object.
 *
 * Headers and sections are read at once, the rest when asked for. Any getter may throw a `FormatError`.
 */
export class PeFile {
  readonly format = "pe";
  readonly kind: "image" | "object";
  readonly bytes: Uint8Array;
  readonly coff: CoffHeader;
  /** Only images have one. */
  readonly optional: PeOptionalHeader | undefined;
  readonly sections: readonly PeSection[];
  readonly #reader: Reader;
  readonly #memory: PeMemory;
  #symbols: readonly CoffSymbol[] | undefined;
  #resources: readonly PeResource[] | undefined;
  #addressSpace: AddressSpace | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#reader = new Reader(bytes);
    this.kind = bytes[0] === 0x4d && bytes[1] === 0x5a ? "image" : "object";
    this.coff = readCoffHeader(this.#reader, this.kind);
    this.optional = readOptionalHeader(this.#reader, this.coff);
    const needsNames = this.coff.symbolOffset !== 0 && this.coff.symbolOffset < bytes.length;
    this.sections = readPeSections(this.#reader, this.coff, needsNames ? this.#stringTable() : undefined);
    this.#memory = new PeMemory(this.#reader, this.sections, {
      headersSize: this.optional?.headersSize ?? 0,
      addressSize: this.optional?.bits === 64 ? 8 : 4,
    });
  }

  section(name: string): PeSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  sectionBytes(section: PeSection): Uint8Array {
    if (section.offset === 0 || section.size === 0) return new Uint8Array(0);
    return this.#reader.slice(section.offset, section.size, `section ${section.name}`);
  }

  directory(index: number): PeDataDirectory | undefined {
    return this.optional?.directories[index];
  }

  /** File offset of an RVA, if the file has bytes for it. */
  offsetOf(rva: number): number | undefined {
    return this.#memory.offsetOf(rva);
  }

  get symbols(): readonly CoffSymbol[] {
    this.#symbols ??= readCoffSymbols(this.#reader, this.coff, this.#stringTable());
    return this.#symbols;
  }

  /** The symbols whose names pass a check, without reading the others. */
  symbolsWhere(wanted: NameCheck): readonly CoffSymbol[] {
    return readCoffSymbols(this.#reader, this.coff, this.#stringTable(), wanted);
  }

  get imports(): readonly PeImportedLibrary[] {
    return [
      ...readPeImports(this.#memory, this.directory(DIRECTORY.IMPORT)),
      ...readDelayedImports(this.#memory, this.directory(DIRECTORY.DELAY_IMPORT)),
    ];
  }

  get exports(): PeExports | undefined {
    return readPeExports(this.#memory, this.directory(DIRECTORY.EXPORT));
  }

  get resources(): readonly PeResource[] {
    this.#resources ??= readPeResources(this.#memory, this.directory(DIRECTORY.RESOURCE));
    return this.#resources;
  }

  get versionInfo(): PeVersionInfo | undefined {
    const resource = this.resources.find((each) => each.type === RESOURCE.VERSION);
    return resource === undefined ? undefined : readVersionInfo(resource.bytes, resource.offset);
  }

  /** The application manifest's XML. */
  get manifest(): string | undefined {
    const resource = this.resources.find((each) => each.type === RESOURCE.MANIFEST);
    return resource === undefined ? undefined : new TextDecoder().decode(resource.bytes);
  }

  get certificates(): readonly PeCertificate[] {
    return readPeCertificates(this.#reader, this.directory(DIRECTORY.CERTIFICATE));
  }

  get debug(): readonly PeDebugEntry[] {
    return readPeDebug(this.#reader, this.#memory, this.directory(DIRECTORY.DEBUG));
  }

  /** The sections as mapped at the preferred image base; of an object, each section at address 0. */
  get addressSpace(): AddressSpace {
    if (this.#addressSpace === undefined) {
      const base = this.optional?.imageBase ?? 0n;
      const regions = this.sections
        .filter((section) => section.offset !== 0 && section.size !== 0)
        .map((section) => {
          const bytes = this.sectionBytes(section);
          const size =
            this.kind === "image" && section.virtualSize !== 0
              ? Math.min(section.virtualSize, bytes.length)
              : bytes.length;
          return {
            name: section.name,
            address: base + BigInt(section.address),
            offset: section.offset,
            bytes: bytes.subarray(0, size),
            writable: (section.characteristics & SCN.MEM_WRITE) !== 0,
            executable: (section.characteristics & SCN.MEM_EXECUTE) !== 0,
          };
        });
      this.#addressSpace = new AddressSpace(regions, {
        littleEndian: true,
        pointerSize:
          this.optional === undefined
            ? (this.coff.machine & 0xff00) === 0x100
              ? 4
              : 8
            : this.optional.bits === 64
              ? 8
              : 4,
      });
    }
    return this.#addressSpace;
  }

  /** A new one for each reading: how much text a table may hand out is counted by the table. */
  #stringTable(): StringTable | undefined {
    return readCoffStrings(this.#reader, this.coff);
  }
}
