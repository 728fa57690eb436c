import type { Reader } from "../reader.ts";

/**
 * A data segment: `memory` and `address` say where an active one goes; a passive one has neither. Go's linker writes up to
 * 100,000 of them, so each is only numbers.
 */
export interface WasmDataSegment {
  readonly memory: number | undefined;
  /** Known when the offset is a constant below 2^53; an offset from a global is `undefined`. */
  readonly address: number | undefined;
  /** Where its bytes are in the file. */
  readonly offset: number;
  readonly size: number;
}

/** Reads the data section. @throws FormatError */
export function readDataSection(reader: Reader): readonly WasmDataSegment[] {
  const count = reader.uleb32("data count");
  reader.count(count, 2, "data count");
  return Array.from({ length: count }, (): WasmDataSegment => {
    const at = reader.position;
    const mode = reader.uleb32("data mode");
    if (mode > 2) throw reader.fault("data mode", `${mode}`, "0, 1 or 2", at);
    const memory = mode === 2 ? reader.uleb32("data memory") : mode === 0 ? 0 : undefined;
    const address = mode === 1 ? undefined : readAddress(reader);
    const size = reader.uleb32("data size");
    const offset = reader.origin + reader.position;
    reader.skip(size, "data size");
    return { memory, address, offset, size };
  });
}

/** Where a segment goes; what nearly all of them have, `i32.const` alone, is read without a bigint. */
function readAddress(reader: Reader): number | undefined {
  const start = reader.position;
  if (reader.bytes[start] === 0x41) {
    const address = reader.skip(1, "i32.const").sleb32("i32.const") >>> 0;
    if (reader.u8("constant expression") === 0x0b) return address;
    reader.seek(start, "constant expression");
  }
  const address = Number(readConstant(reader) ?? Number.NaN);
  return Number.isSafeInteger(address) ? address : undefined;
}

/** Skips a constant expression (5.4.9) and returns its value when it is a single integer constant. */
export function readConstant(reader: Reader): bigint | undefined {
  let value: bigint | undefined;
  let instructions = 0;
  for (;;) {
    const at = reader.position;
    const opcode = reader.u8("constant expression");
    if (opcode === 0x0b) return instructions === 1 ? value : undefined;
    instructions++;
    switch (opcode) {
      case 0x41:
        value = BigInt(reader.sleb32("i32.const") >>> 0);
        break;
      case 0x42:
        value = BigInt.asUintN(64, reader.sleb64("i64.const"));
        break;
      case 0x43:
        reader.skip(4, "f32.const");
        break;
      case 0x44:
        reader.skip(8, "f64.const");
        break;
      case 0x23:
      case 0xd2:
        reader.uleb32("constant index");
        value = undefined;
        break;
      case 0xd0:
        reader.sleb64("heap type");
        break;
      case 0x6a:
      case 0x6b:
      case 0x6c:
      case 0x7c:
      case 0x7d:
      case 0x7e:
        break;
      case 0xfd:
        if (reader.uleb32("vector opcode") !== 12)
          throw reader.fault("constant expression", "a vector operation", "v128.const", at);
        reader.skip(16, "v128.const");
        break;
      default:
        throw reader.fault("constant expression", `opcode 0x${opcode.toString(16)}`, "a constant instruction", at);
    }
  }
}
