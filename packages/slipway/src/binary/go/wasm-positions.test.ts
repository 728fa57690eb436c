import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { FormatError } from "../format-error.ts";
import { readBinary } from "../read-binary.ts";
import { Spans } from "../spans.ts";
import { buildProbe } from "../testing/go-files.ts";
import { WasmModule } from "../wasm/wasm-module.ts";
import { findPclntab } from "./find-pclntab.ts";
import { WasmPositions } from "./wasm-positions.ts";

test("WasmPositions.read() gives none when functions were removed after the link, since the others have new numbers then", () => {
  const module = readBinary(buildProbe("wasip1/wasm").bytes);
  assert.ok(module instanceof WasmModule);
  assert.ok(WasmPositions.read(module));
  const rest = new Spans(module.code.length - 1);
  const shaken = new Proxy(module, {
    get: (target, name) => (name === "code" ? rest : (Reflect.get(target, name, target) as unknown)),
  });
  assert.equal(WasmPositions.read(shaken), undefined);
});

test("WasmPositions tells positions of damaged programs or none, whatever was damaged", () => {
  const { bytes } = buildProbe("wasip1/wasm");
  const whole = readBinary(bytes);
  assert.ok(whole instanceof WasmModule);
  const table = findPclntab(whole);
  assert.ok(table);
  // The table's header and the first functions' records, and code: what positions are read from.
  const magic = Buffer.from(bytes).indexOf(Buffer.from([0xf1, 0xff, 0xff, 0xff, 0, 0]));
  assert.ok(magic > 0);
  const middle = whole.code.length >> 1;
  const code = whole.code.at(middle)!;
  const places = fc.oneof(
    fc.integer({ min: magic, max: magic + 72 }),
    fc.integer({ min: magic, max: magic + (bytes.length >> 3) }),
    fc.integer({ min: code.offset, max: code.offset + code.size - 1 }),
  );
  const changes = fc.array(fc.tuple(places, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 });
  const imports = whole.imports.length;
  fc.assert(
    fc.property(changes, (list) => {
      const harmed = bytes.slice();
      for (const [at, value] of list) harmed[at] = value;
      const module = new WasmModule(harmed);
      let positions: WasmPositions | undefined;
      try {
        positions = WasmPositions.read(module);
      } catch (error) {
        assert.ok(error instanceof FormatError, String(error));
        return;
      }
      for (const index of [0, 1, middle >> 1, middle, middle + 1, whole.code.length - 1, whole.code.length + 5]) {
        const found = positions?.locate(imports + index, code.offset + (index % code.size));
        for (const call of found?.calls ?? []) assert.equal(typeof call.line, "number");
      }
    }),
    { numRuns: 60 },
  );
});
