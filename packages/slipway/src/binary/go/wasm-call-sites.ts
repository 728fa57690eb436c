import type { Reader } from "../reader.ts";
import { walkInstructions, type WasmInstruction } from "../wasm/wasm-instructions.ts";

/** A call in a function's code, to which Go's compiler gave a program counter. */
export interface CallSite {
  /** Offset in the file of the call instruction, which is where engines say that a frame stands. */
  readonly call: number;
  /** Index of the called function, imports counted; undefined for a call through the table. */
  readonly callee: number | undefined;
  /** The counter after the call, from the function's entry. */
  readonly next: number;
}

/** A function's calls in the order of its code, and where it turns 64-bit words into addresses. */
export interface FunctionSites {
  readonly calls: readonly CallSite[];
  /**
   * Offsets in the file of each `i32.wrap_i64`, which comes before every use of a Go pointer. Addresses on Go's own stack, which
   * are 32-bit words that were extended just before, are left out.
   */
  readonly wraps: readonly number[];
}

const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const I64_CONST = 0x42;
const I64_STORE = 0x37;
const I32_WRAP = 0xa7;
const I64_EXTEND_I32 = 0xad;
/** Instructions before the one at hand that patterns look at. */
const WINDOW = 3;

/**
 * Before each call Go writes the return address, function number and counter, on its own stack (`cmd/internal/obj/wasm`):
 * constants that tell which place of the source a place in the code is.
 *
 * @param body the function's body with its offset in the file as the reader's origin
 * @param number the function's number as program counters have it
 * @throws FormatError
 */
export function readFunctionSites(body: Reader, number: number): FunctionSites {
  const calls: CallSite[] = [];
  const wraps: number[] = [];
  let pending: number | undefined;
  const before: WasmInstruction[] = [];
  for (const instruction of walkInstructions(body)) {
    const { opcode, value } = instruction;
    const at = body.origin + instruction.at;
    const last = before.at(-1);
    if (opcode === I64_STORE && last?.opcode === I64_CONST && last.value >> 16n === BigInt(number)) {
      pending = Number(last.value & 0xffffn);
    } else if ((opcode === CALL || opcode === CALL_INDIRECT) && pending !== undefined) {
      calls.push({ call: at, callee: opcode === CALL ? Number(value) : undefined, next: pending });
      pending = undefined;
    } else if (opcode === I32_WRAP && before[0]?.opcode !== I64_EXTEND_I32) {
      wraps.push(at);
    }
    if (before.push(instruction) > WINDOW) before.shift();
  }
  return { calls, wraps };
}
