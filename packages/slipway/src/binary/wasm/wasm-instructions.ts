import type { Reader } from "../reader.ts";

/** One instruction of a function's body. `at` is its offset in the reader's bytes. */
export interface WasmInstruction {
  readonly at: number;
  readonly opcode: number;
  /** The first immediate where it is a number: a constant, an index, a label, an offset. */
  readonly value: bigint;
}

/** Instructions with one index: throw, catch, branches, calls, delegate, locals, globals, tables, memory.size, ref.func. */
const ONE_INDEX = new Set([
  0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x14, 0x15, 0x18, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40,
  0xd2,
]);

/** How many indices follow the instructions 0xfc 8 to 17 (bulk memory and tables). */
const BULK = [2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/**
 * Walks the instructions of a function's body, locals passed (WebAssembly core 5.4). Vector and atomic instructions, which Go's
 * compiler does not write, are refused.
 *
 * @throws FormatError
 */
export function* walkInstructions(reader: Reader): Generator<WasmInstruction> {
  const groups = reader.uleb32("local groups");
  reader.count(groups, 2, "local groups");
  for (let group = 0; group < groups; group++) {
    reader.uleb32("local count");
    reader.sleb64("local type");
  }
  while (reader.remaining > 0) {
    const at = reader.position;
    const opcode = reader.u8("opcode");
    yield { at, opcode, value: readImmediates(reader, opcode) };
  }
}

function readImmediates(reader: Reader, opcode: number): bigint {
  if (ONE_INDEX.has(opcode)) return BigInt(reader.uleb32("immediate"));
  if (opcode === 0x41) return BigInt(reader.sleb32("constant"));
  if (opcode === 0x42) return reader.sleb64("constant");
  // Blocks carry a type, ref.null a heap type.
  if ((opcode >= 0x02 && opcode <= 0x04) || opcode === 0x06 || opcode === 0xd0) return reader.sleb64("type");
  if (opcode >= 0x28 && opcode <= 0x3e) return readMemoryArgument(reader);
  if (opcode === 0x11 || opcode === 0x13) {
    const type = reader.uleb32("type");
    reader.uleb32("table");
    return BigInt(type);
  }
  if (opcode === 0x0e || opcode === 0x1c) return readVector(reader, opcode === 0x0e);
  if (opcode === 0x43) reader.skip(4, "constant");
  else if (opcode === 0x44) reader.skip(8, "constant");
  else if (opcode === 0xfc) readPrefixed(reader);
  else if (opcode === 0xfd || opcode === 0xfe) {
    throw reader.fault("opcode", `0x${opcode.toString(16)}`, "no vector or atomic instructions", reader.position - 1);
  }
  return 0n;
}

function readMemoryArgument(reader: Reader): bigint {
  const alignment = reader.uleb32("alignment");
  // Bit 6 says that a memory index follows (multi-memory).
  if ((alignment & 0x40) !== 0) reader.uleb32("memory index");
  return reader.uleb64("offset");
}

/** `br_table` has labels and a default, `select` with types has types. */
function readVector(reader: Reader, withDefault: boolean): bigint {
  const count = reader.uleb32("vector length");
  reader.count(count, 1, "vector length");
  for (let index = 0; index < count; index++) reader.sleb64("vector element");
  if (withDefault) reader.uleb32("default label");
  return BigInt(count);
}

function readPrefixed(reader: Reader): void {
  const opcode = reader.uleb32("opcode");
  if (opcode <= 7) return;
  const indices = BULK[opcode - 8];
  if (indices === undefined) {
    throw reader.fault("opcode", `0xfc ${opcode}`, "a bulk memory or table instruction", reader.position - 1);
  }
  for (let index = 0; index < indices; index++) reader.uleb32("immediate");
}
