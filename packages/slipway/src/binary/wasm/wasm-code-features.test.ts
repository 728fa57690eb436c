import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { Spans } from "../spans.ts";
import { CodeFeatures } from "./wasm-code-features.ts";

/** local.get 5, i64.const -3, i64.store 3 1000, block, call_indirect 300 0, f64.const, br 0, end: all of WebAssembly 1.0. */
const PLAIN = [
  [0x20, 5],
  [0x42, 0x7d],
  [0x37, 3, 0xe8, 7],
  [0x02, 0x40],
  [0x11, 0xac, 2, 0],
  [0x44, 0xfe, 0xfe, 0xfe, 0x12, 0xfd, 0xfd, 0xc0, 0xd0],
  [0x0c, 0],
  [0x0b],
  [0x0e, 2, 0, 0x12, 0x12],
];

const FEATURES: Readonly<Record<string, readonly number[]>> = {
  "sign-ext": [0xc2],
  "tail-call": [0x12, 3],
  atomics: [0xfe, 0x10, 2, 8],
  "bulk-memory": [0xfc, 10, 0, 0],
  gc: [0xfb, 0],
  "exception-handling": [0x06, 0x40],
  multimemory: [0x28, 0x42, 1, 0],
  multivalue: [0x02, 3],
  "nontrapping-fptoint": [0xfc, 6],
  "reference-types": [0x11, 0, 1],
  "relaxed-simd": [0xfd, 0x80, 2],
};

/** Bodies one behind the other, from an offset on, each without locals. */
function featuresOf(bodies: readonly (readonly number[])[], start: number): readonly string[] {
  const spans = new Spans(bodies.length);
  let at = start;
  bodies.forEach((body, index) => {
    spans.offsets[index] = at;
    spans.sizes[index] = body.length + 1;
    at += body.length + 1;
  });
  const bytes = new Uint8Array(at);
  bodies.forEach((body, index) => bytes.set([0, ...body], spans.offsets[index]));
  const features = new Set<string>();
  new CodeFeatures(bytes, features).readBodies(spans);
  return [...features].toSorted();
}

test("CodeFeatures finds one instruction of a proposal wherever it stands among many of WebAssembly 1.0", () => {
  const plain = fc.constantFrom(...PLAIN);
  const bodies = fc.array(fc.array(plain, { minLength: 1, maxLength: 40 }), { minLength: 2, maxLength: 30 });
  const feature = fc.constantFrom(...Object.keys(FEATURES));
  const place = fc.nat();
  fc.assert(
    fc.property(bodies, feature, place, place, fc.nat(3), (some, name, where, within, start) => {
      // Often enough that it is not the beginning where each byte is looked at.
      const all = Array.from({ length: 60 }, () => some).flat();
      const index = where % all.length;
      const rare = all.map((body, at) => {
        if (at !== index) return body.flat();
        const split = within % (body.length + 1);
        return [...body.slice(0, split), FEATURES[name]!, ...body.slice(split)].flat();
      });
      assert.deepEqual(featuresOf(rare, start), [name]);
      assert.deepEqual(
        featuresOf(
          all.map((body) => body.flat()),
          start,
        ),
        [],
      );
    }),
    { numRuns: 300 },
  );
});

test("CodeFeatures finds instructions that are found once or many times, and whose extent is not known, side by side", () => {
  const bodies = Array.from({ length: 4000 }, () => [...PLAIN.flat(), 0xc0, ...PLAIN.flat(), 0x06, 0xfe, 0xfe]);
  assert.deepEqual(featuresOf(bodies, 0), ["exception-handling", "sign-ext"]);
  assert.deepEqual(featuresOf([...bodies, [0x12, 1]], 1), ["exception-handling", "sign-ext", "tail-call"]);
});
