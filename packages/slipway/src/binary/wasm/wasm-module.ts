import type { AddressSpace } from "../address-space.ts";
import { Reader } from "../reader.ts";
import { Spans } from "../spans.ts";
import { readNames, readProducers, readTargetFeatures } from "./wasm-custom.ts";
import type { WasmFeature, WasmNames, WasmProducers } from "./wasm-custom.ts";
import { readConstant, readDataSection, WasmData } from "./wasm-data.ts";
import { readExportSection, readImportSection } from "./wasm-imports.ts";
import type { WasmExport, WasmImport } from "./wasm-imports.ts";
import { wasmAddressSpace } from "./wasm-memory.ts";
import { readWasmSections } from "./wasm-sections.ts";
import type { WasmSection } from "./wasm-sections.ts";
import { readGlobalType, readLimits, readTableType, readTypeSection } from "./wasm-types.ts";
import type { WasmFunctionType, WasmGlobal, WasmLimits, WasmTable } from "./wasm-types.ts";

/**
 * A WebAssembly core module, binary version 1.
 *
 * Section headers are read at once, contents when asked for. Any getter may throw a `FormatError`.
 */
export class WasmModule {
  readonly format = "wasm";
  readonly bytes: Uint8Array;
  readonly sections: readonly WasmSection[];
  readonly #reader: Reader;
  #code: Spans | undefined;
  #data: WasmData | undefined;
  #imports: readonly WasmImport[] | undefined;
  #names: WasmNames | undefined;
  #addressSpace: AddressSpace | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#reader = new Reader(bytes);
    const preamble = readWasmPreamble(bytes);
    if (preamble.layer !== 0 || preamble.version !== 1) {
      throw this.#reader.fault(
        "version",
        `version ${preamble.version}, layer ${preamble.layer}`,
        "version 1, layer 0",
        4,
      );
    }
    this.sections = readWasmSections(this.#reader);
  }

  /** The named section of the specification, or the first custom section of that name. */
  section(name: string): WasmSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  sectionBytes(section: WasmSection): Uint8Array {
    return this.#reader.slice(section.offset, section.size, section.name);
  }

  get types(): readonly (WasmFunctionType | undefined)[] {
    return this.#read(1, readTypeSection) ?? [];
  }

  get imports(): readonly WasmImport[] {
    this.#imports ??= this.#read(2, readImportSection) ?? [];
    return this.#imports;
  }

  /** Type index of every function defined here, in order; imported functions come before them in the index space. */
  get functions(): readonly number[] {
    return this.#list(3, 1, "function", (reader) => reader.uleb32("function type"));
  }

  get tables(): readonly WasmTable[] {
    return this.#list(4, 3, "table", (reader) => {
      // 0x40 0x00 introduces a table with an initial value.
      if (reader.bytes[reader.position] !== 0x40) return readTableType(reader);
      const table = readTableType(reader.skip(2, "table"));
      readConstant(reader);
      return table;
    });
  }

  /** Memories defined here; imported ones are among `imports`. */
  get memories(): readonly WasmLimits[] {
    return this.#list(5, 2, "memory", readLimits);
  }

  get globals(): readonly WasmGlobal[] {
    return this.#list(6, 3, "global", (reader) => {
      const global = readGlobalType(reader);
      readConstant(reader);
      return global;
    });
  }

  get exports(): readonly WasmExport[] {
    return this.#read(7, readExportSection) ?? [];
  }

  /** Index of the start function. */
  get start(): number | undefined {
    return this.#read(8, (reader) => reader.uleb32("start"));
  }

  get elementCount(): number {
    return this.#read(9, (reader) => reader.uleb32("element count")) ?? 0;
  }

  /** Where the functions' bodies are. */
  get code(): Spans {
    this.#code ??= this.#read(10, readBodies) ?? new Spans(0);
    return this.#code;
  }

  get data(): WasmData {
    this.#data ??= this.#read(11, readDataSection) ?? new WasmData(0);
    return this.#data;
  }

  /** A data count section means bulk memory operations. */
  get dataCount(): number | undefined {
    return this.#read(12, (reader) => reader.uleb32("data count"));
  }

  get tagCount(): number {
    return this.#read(13, (reader) => reader.uleb32("tag count")) ?? 0;
  }

  get producers(): WasmProducers {
    return this.#custom("producers", readProducers) ?? {};
  }

  get targetFeatures(): readonly WasmFeature[] {
    return this.#custom("target_features", readTargetFeatures) ?? [];
  }

  get names(): WasmNames {
    this.#names ??= this.#custom("name", readNames) ?? { module: undefined, functions: new Map() };
    return this.#names;
  }

  /** Linear memory 0 as the data segments fill it. Pointers are 8 bytes wide, as Go has them on wasm. */
  get addressSpace(): AddressSpace {
    this.#addressSpace ??= wasmAddressSpace(this.data, this.bytes);
    return this.#addressSpace;
  }

  #read<T>(id: number, read: (reader: Reader) => T): T | undefined {
    const section = this.sections.find((each) => each.id === id);
    return section === undefined ? undefined : read(this.#reader.sub(section.offset, section.size, section.name));
  }

  #custom<T>(name: string, read: (reader: Reader) => T): T | undefined {
    const section = this.sections.find((each) => each.id === 0 && each.name === name);
    return section === undefined ? undefined : read(this.#reader.sub(section.offset, section.size, name));
  }

  #list<T>(id: number, each: number, field: string, read: (reader: Reader) => T): readonly T[] {
    return (
      this.#read(id, (reader) => {
        const count = reader.uleb32(`${field} count`);
        reader.count(count, each, `${field} count`);
        return Array.from({ length: count }, () => read(reader));
      }) ?? []
    );
  }
}

function readBodies(reader: Reader): Spans {
  const count = reader.uleb32("code count");
  reader.count(count, 1, "code count");
  const bodies = new Spans(count);
  for (let index = 0; index < count; index++) {
    const size = reader.uleb32("body size");
    bodies.offsets[index] = reader.origin + reader.position;
    bodies.sizes[index] = size;
    reader.skip(size, "body size");
  }
  return bodies;
}

/** Reads the eight bytes in front: a component has layer 1 (component model, "Binary.md"). @throws FormatError */
export function readWasmPreamble(bytes: Uint8Array): { readonly version: number; readonly layer: number } {
  const reader = new Reader(bytes, { littleEndian: false });
  const magic = reader.u32("magic");
  if (magic !== 0x0061736d) throw reader.fault("magic", `0x${magic.toString(16).padStart(8, "0")}`, "\\0asm", 0);
  const little = new Reader(bytes).seek(4, "version");
  return { version: little.u16("version"), layer: little.u16("layer") };
}
