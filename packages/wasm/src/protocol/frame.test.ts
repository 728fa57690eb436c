import { strict as assert } from "node:assert";
import { test } from "node:test";
import * as fc from "fast-check";
import * as TYPE from "./frame-types.ts";
import { decodeFrame, encodeFrame, ERROR_BIT, HEADER } from "./frame.ts";
import { secondDecode } from "../testing/second-decoder.ts";

const types = [...Object.values(TYPE), ...Object.values(TYPE).map((type) => (type | ERROR_BIT) >>> 0)];
const word = fc.integer({ min: 0, max: 0xffff_ffff });
const anyFrame = fc.record({
  type: fc.constantFrom(...types),
  sequence: word,
  argument: word,
  payload: fc.uint8Array({ maxLength: 300 }),
});

test("decodeFrame() reads what encodeFrame() wrote, and so does a second decoder", () => {
  fc.assert(
    fc.property(anyFrame, ({ type, sequence, argument, payload }) => {
      const bytes = encodeFrame(type, sequence, argument, payload);
      assert.deepEqual(decodeFrame(bytes), { type, sequence, argument, payload });
      assert.deepEqual(secondDecode(bytes), { type, sequence, argument, payload: [...payload] });
    }),
    { numRuns: 500 },
  );
});

test("decodeFrame() reads the bytes of docs/wasm-protocol.md", () => {
  const read = Uint8Array.from([2, 0, 0, 0, 7, 0, 0, 0, 3, 0, 0, 0, 12, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0]);
  const { type, sequence, argument, payload } = decodeFrame(read);
  assert.deepEqual([type, sequence, argument, payload.length], [TYPE.READ, 7, 3, 12]);
});

test("decodeFrame() refuses every truncation and every wrong length", () => {
  const whole = encodeFrame(
    TYPE.WRITE,
    1,
    2,
    Uint8Array.from({ length: 40 }, (_, index) => index),
  );
  for (let length = 0; length < whole.length; length++) {
    assert.throws(() => decodeFrame(whole.subarray(0, length)), { code: "EPROTO" });
  }
  const longer = new Uint8Array(whole.length + 1);
  longer.set(whole);
  assert.throws(() => decodeFrame(longer), /says 40 bytes of payload, carries 41/);
});

test("decodeFrame() takes any bytes for a frame or for EPROTO, exactly where a second decoder does", () => {
  const header = fc.uint8Array({ minLength: HEADER, maxLength: HEADER + 8 });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), header), (bytes) => {
      const second = secondDecode(bytes);
      if (second === undefined) {
        assert.throws(() => decodeFrame(bytes), { code: "EPROTO" });
      } else {
        const { type, sequence, argument, payload } = decodeFrame(bytes);
        assert.deepEqual({ type, sequence, argument, payload: [...payload] }, second);
      }
    }),
    { numRuns: 20_000 },
  );
});
