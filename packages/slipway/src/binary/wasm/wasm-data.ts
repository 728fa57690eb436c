import type { Reader } from "../reader.ts";
import { Spans } from "../spans.ts";
import { lastAtMost } from "./last-at-most.ts";

/** Stands for the memory of a passive segment. */
const PASSIVE = -1;

/**
 * Data segments: where their bytes are in the file, and where an active one goes. Go's linker writes up to 100,000 of them,
 * so each is only numbers.
 */
export class WasmData extends Spans {
  readonly #memories: Int32Array;
  /** NaN for what is not known. */
  readonly #addresses: Float64Array;
  #active: ActiveData | undefined;

  constructor(length: number) {
    super(length);
    this.#memories = new Int32Array(length).fill(PASSIVE);
    this.#addresses = new Float64Array(length).fill(Number.NaN);
  }

  /** `address` is NaN when it is no constant below 2^53. */
  activate(index: number, memory: number, address: number): void {
    this.#memories[index] = memory;
    this.#addresses[index] = address;
  }

  /** The memory that an active segment fills; `undefined` for a passive one. */
  memory(index: number): number | undefined {
    const memory = this.#memories[index];
    return memory === PASSIVE ? undefined : memory;
  }

  /** Known when the offset is a constant; an offset from a global is `undefined`. */
  address(index: number): number | undefined {
    const address = this.#addresses[index];
    return address === undefined || Number.isNaN(address) ? undefined : address;
  }

  /** The segments that fill memory 0 from known addresses, in the order of these. */
  inMemory(): ActiveData {
    return (this.#active ??= this.#sort());
  }

  #sort(): ActiveData {
    const { length, sizes } = this;
    const memories = this.#memories;
    const addresses = this.#addresses;
    const order = new Uint32Array(length);
    // Linkers write long runs in order, one behind the other.
    const runs: number[] = [];
    let count = 0;
    let last = Number.POSITIVE_INFINITY;
    for (let index = 0; index < length; index++) {
      const address = addresses[index]!;
      // An address that is not known is NaN.
      if (memories[index] !== 0 || sizes[index] === 0 || !(address >= 0)) continue;
      if (address < last) runs.push(count);
      last = address;
      order[count++] = index;
    }
    const sorted = inOrder(order.subarray(0, count), runs, addresses);
    return { order: sorted, addresses };
  }
}

/** Segments by index in the order of their addresses; `addresses` has those of all segments. */
export interface ActiveData {
  readonly order: Uint32Array;
  readonly addresses: Float64Array;
}

/** More runs than this are sorted all together. */
const FEW = 8;

/** Merges what is in order already. */
function inOrder(order: Uint32Array, runs: readonly number[], addresses: Float64Array): Uint32Array {
  if (runs.length > FEW) return order.sort((a, b) => addresses[a]! - addresses[b]! || a - b);
  return runs
    .map((start, run) => order.subarray(start, runs[run + 1]))
    .reduce((one, other) => merge(one, other, addresses), new Uint32Array(0));
}

/** Of two runs, whole stretches stand between segments of the other. */
function merge(one: Uint32Array, other: Uint32Array, addresses: Float64Array): Uint32Array {
  if (one.length === 0) return other;
  const merged = new Uint32Array(one.length + other.length);
  let [left, right, at] = [0, 0, 0];
  while (left < one.length && right < other.length) {
    const next = addresses[other[right]!]!;
    const taken = one.subarray(left, 1 + lastAtMost(one.length, (place) => addresses[one[place]!]!, next));
    merged.set(taken, at);
    at += taken.length;
    left += taken.length;
    for (; right < other.length && !(addresses[one[left]!]! <= addresses[other[right]!]!); right++)
      merged[at++] = other[right]!;
  }
  merged.set(one.subarray(left), at);
  merged.set(other.subarray(right), at + one.length - left);
  return merged;
}

/** Reads the data section. @throws FormatError */
export function readDataSection(reader: Reader): WasmData {
  const count = reader.uleb32("data count");
  reader.count(count, 2, "data count");
  const data = new WasmData(count);
  for (let index = 0; index < count; index++) {
    if (!readPlain(reader, data, index)) readAny(reader, data, index);
  }
  return data;
}

/** Reads what nearly all of them are, `i32.const` and bytes for memory 0, in place; anything else is left unread. */
function readPlain(reader: Reader, data: WasmData, index: number): boolean {
  const { bytes } = reader;
  let at = reader.position;
  if (bytes[at] !== 0 || bytes[at + 1] !== 0x41) return false;
  at += 2;
  let address = 0;
  let shift = 0;
  let byte: number;
  do {
    byte = bytes[at++]!;
    address |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80 && shift < 35);
  if (byte >= 0x80 || bytes[at++] !== 0x0b) return false;
  if (shift < 32 && (byte & 0x40) !== 0) address |= -1 << shift;
  let size = 0;
  shift = 0;
  do {
    byte = bytes[at++]!;
    size |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80 && shift < 28);
  if (!(byte < 0x80) || size > bytes.length - at) return false;
  data.activate(index, 0, address >>> 0);
  data.offsets[index] = reader.origin + at;
  data.sizes[index] = size;
  reader.seek(at + size, "data size");
  return true;
}

function readAny(reader: Reader, data: WasmData, index: number): void {
  const at = reader.position;
  const mode = reader.uleb32("data mode");
  if (mode > 2) throw reader.fault("data mode", `${mode}`, "0, 1 or 2", at);
  if (mode !== 1) {
    const memory = mode === 2 ? reader.uleb32("data memory") : 0;
    const address = Number(readConstant(reader) ?? Number.NaN);
    data.activate(index, memory, Number.isSafeInteger(address) ? address : Number.NaN);
  }
  const size = reader.uleb32("data size");
  data.offsets[index] = reader.origin + reader.position;
  data.sizes[index] = size;
  reader.skip(size, "data size");
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
