import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { FormatError } from "../format-error.ts";
import { Reader } from "../reader.ts";
import { walkInstructions } from "./wasm-instructions.ts";

/** Every instruction of a body, or undefined for one that is refused. */
function walk(
  bytes: Uint8Array,
): { readonly at: number; readonly opcode: number; readonly value: bigint }[] | undefined {
  try {
    return [...walkInstructions(new Reader(bytes))];
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return undefined;
  }
}

/** (local i32) i64.const 0x10000abcd; i64.store 8; call 3; br_table 0 1 2; select (i32); memory.copy; f64.const; end */
const BODY = Uint8Array.from([
  1, 1, 0x7f, 0x42, 0xcd, 0xd7, 0x82, 0x80, 0x10, 0x37, 3, 8, 0x10, 3, 0x0e, 2, 0, 1, 2, 0x1c, 1, 0x7f, 0xfc, 10, 0, 0,
  0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0x0b,
]);

test("walkInstructions() passes every kind of immediate", () => {
  const found = walk(BODY)?.map(({ at, opcode, value }) => [at, opcode, value]);
  assert.deepEqual(found, [
    [3, 0x42, 0x10000abcdn],
    [9, 0x37, 8n],
    [12, 0x10, 3n],
    [14, 0x0e, 2n],
    [19, 0x1c, 1n],
    [22, 0xfc, 0n],
    [26, 0x44, 0n],
    [35, 0x0b, 0n],
  ]);
});

test("walkInstructions() refuses a body that is cut inside of an instruction, and nothing else happens", () => {
  const whole = new Set([3, 9, 12, 14, 19, 22, 26, 35, BODY.length]);
  for (let length = 0; length < BODY.length; length++) {
    const found = walk(BODY.subarray(0, length));
    assert.equal(found !== undefined, whole.has(length), `${length} bytes`);
  }
});

test("walkInstructions() ends on any bytes, in order, with instructions or a FormatError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const found = walk(bytes) ?? [];
      assert.ok(found.length <= bytes.length);
      assert.ok(found.every(({ at }, index) => index === 0 || at > (found[index - 1]?.at ?? -1)));
    }),
    { numRuns: 2000 },
  );
});
