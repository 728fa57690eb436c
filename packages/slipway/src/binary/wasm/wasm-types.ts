import type { Reader } from "../reader.ts";

/** `i32`, `externref`, or `ref` and `ref null` of a heap type. */
export type WasmValueType = string;

export interface WasmFunctionType {
  readonly params: readonly WasmValueType[];
  readonly results: readonly WasmValueType[];
}

/** Limits of a memory (in pages of 64 KiB) or table (in elements). */
export interface WasmLimits {
  readonly minimum: bigint;
  readonly maximum: bigint | undefined;
  readonly shared: boolean;
  readonly address: "i32" | "i64";
}

export interface WasmTable {
  readonly element: WasmValueType;
  readonly limits: WasmLimits;
}

export interface WasmGlobal {
  readonly type: WasmValueType;
  readonly mutable: boolean;
}

const VALUE_TYPES: Readonly<Record<number, string>> = {
  0x7f: "i32",
  0x7e: "i64",
  0x7d: "f32",
  0x7c: "f64",
  0x7b: "v128",
  0x74: "noexnref",
  0x73: "nofuncref",
  0x72: "noexternref",
  0x71: "nullref",
  0x70: "funcref",
  0x6f: "externref",
  0x6e: "anyref",
  0x6d: "eqref",
  0x6c: "i31ref",
  0x6b: "structref",
  0x6a: "arrayref",
  0x69: "exnref",
};

/** Reads a value type (5.3.5), reference types of the GC proposal included. @throws FormatError */
export function readValueType(reader: Reader): WasmValueType {
  const at = reader.position;
  const byte = reader.u8("value type");
  if (byte === 0x63 || byte === 0x64) {
    const heap = reader.sleb64("heap type");
    const name = heap < 0n ? (VALUE_TYPES[Number(heap & 0x7fn)] ?? `${heap}`) : `${heap}`;
    return byte === 0x63 ? `ref null ${name}` : `ref ${name}`;
  }
  const name = VALUE_TYPES[byte];
  if (name === undefined) throw reader.fault("value type", `0x${byte.toString(16)}`, "a value type", at);
  return name;
}

/** Reads limits (5.3.9); bit 1 is shared, bit 2 is a 64-bit address. @throws FormatError */
export function readLimits(reader: Reader): WasmLimits {
  const at = reader.position;
  const flags = reader.u8("limits");
  if (flags > 7) throw reader.fault("limits", `0x${flags.toString(16)}`, "flags 0 to 7", at);
  const minimum = reader.uleb64("limits minimum");
  const maximum = (flags & 1) === 0 ? undefined : reader.uleb64("limits maximum");
  return { minimum, maximum, shared: (flags & 2) !== 0, address: (flags & 4) === 0 ? "i32" : "i64" };
}

export function readTableType(reader: Reader): WasmTable {
  return { element: readValueType(reader), limits: readLimits(reader) };
}

export function readGlobalType(reader: Reader): WasmGlobal {
  return { type: readValueType(reader), mutable: reader.u8("mutability") === 1 };
}

/**
 * Reads the type section. Struct, array and recursive types are kept in the numbering as `undefined`.
 *
 * @throws FormatError
 */
export function readTypeSection(reader: Reader): readonly (WasmFunctionType | undefined)[] {
  const types: (WasmFunctionType | undefined)[] = [];
  const count = reader.uleb32("type count");
  reader.count(count, 2, "type count");
  for (let index = 0; index < count; index++) {
    const at = reader.position;
    const form = reader.u8("type form");
    if (form === 0x4e) {
      const members = reader.uleb32("recursive type count");
      reader.count(members, 2, "recursive type count");
      for (let member = 0; member < members; member++) types.push(readSubType(reader, reader.u8("type form")));
    } else {
      types.push(readSubType(reader, form, at));
    }
  }
  return types;
}

function readSubType(reader: Reader, form: number, at: number = reader.position - 1): WasmFunctionType | undefined {
  if (form === 0x50 || form === 0x4f) {
    const supers = reader.uleb32("supertype count");
    reader.count(supers, 1, "supertype count");
    for (let index = 0; index < supers; index++) reader.uleb32("supertype");
    return readComposite(reader, reader.u8("type form"), at);
  }
  return readComposite(reader, form, at);
}

function readComposite(reader: Reader, form: number, at: number): WasmFunctionType | undefined {
  switch (form) {
    case 0x60:
      return { params: readValueTypes(reader, "parameters"), results: readValueTypes(reader, "results") };
    case 0x5f: {
      const fields = reader.uleb32("struct fields");
      reader.count(fields, 2, "struct fields");
      for (let index = 0; index < fields; index++) readFieldType(reader);
      return undefined;
    }
    case 0x5e:
      readFieldType(reader);
      return undefined;
    default:
      throw reader.fault("type form", `0x${form.toString(16)}`, "0x60 (function), 0x5f (struct) or 0x5e (array)", at);
  }
}

function readFieldType(reader: Reader): void {
  const packed = reader.bytes[reader.position];
  if (packed === 0x78 || packed === 0x77) reader.skip(1, "packed type");
  else readValueType(reader);
  reader.skip(1, "mutability");
}

function readValueTypes(reader: Reader, field: string): readonly WasmValueType[] {
  const count = reader.uleb32(field);
  reader.count(count, 1, field);
  return Array.from({ length: count }, () => readValueType(reader));
}
