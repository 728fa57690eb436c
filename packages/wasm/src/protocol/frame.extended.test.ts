import { strict as assert } from "node:assert";
import { test } from "node:test";
import { secondDecode } from "../testing/second-decoder.ts";
import * as TYPE from "./frame-types.ts";
import { decodeFrame, encodeFrame, ERROR_BIT, HEADER } from "./frame.ts";

/** A generator of 32-bit numbers (xorshift32), the same on every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

test("decodeFrame() and a second decoder agree on a million frames, most of them broken", () => {
  const next = numbers(0x5eed_f00d);
  const types = Object.values(TYPE);
  let taken = 0;
  for (let round = 0; round < 1_000_000; round++) {
    const payload = Uint8Array.from({ length: next() % 24 }, () => next() & 255);
    const type = (types[next() % types.length] as number) | (next() % 4 === 0 ? ERROR_BIT : 0);
    let bytes: Uint8Array = encodeFrame(type >>> 0, next(), next(), payload);
    const harm = next() % 8;
    // A flipped bit, a byte of noise in the header, a cut, an appended byte; the rest stays whole.
    const at = next() % bytes.length;
    if (harm < 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << (next() % 8));
    else if (harm === 2) bytes[next() % HEADER] = next() & 255;
    else if (harm === 3) bytes = bytes.subarray(0, next() % (bytes.length + 1));
    else if (harm === 4) bytes = Uint8Array.from([...bytes, next() & 255]);
    const second = secondDecode(bytes);
    let first: ReturnType<typeof decodeFrame> | undefined;
    try {
      first = decodeFrame(bytes);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "EPROTO");
    }
    if (first === undefined || second === undefined) {
      assert.equal(first, second);
      continue;
    }
    taken++;
    assert.ok(
      first.type === second.type && first.sequence === second.sequence && first.argument === second.argument,
      `frame ${round}`,
    );
    assert.ok(
      first.payload.length === second.payload.length &&
        first.payload.every((byte, index) => byte === second.payload[index]),
      `payload of frame ${round}`,
    );
  }
  // A test that never saw a good frame, or never a bad one, would show nothing.
  assert.ok(taken > 300_000 && taken < 900_000, `${taken} frames were taken`);
});
