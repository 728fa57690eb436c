import assert from "node:assert/strict";
import test from "node:test";
import { readBinary } from "../read-binary.ts";
import { buildProbe } from "../testing/go-files.ts";
import { WasmModule } from "../wasm/wasm-module.ts";
import { WasmPositions } from "./wasm-positions.ts";

test("WasmPositions.read() gives none when functions were removed after the link, since the others have new numbers then", () => {
  const module = readBinary(buildProbe("wasip1/wasm").bytes);
  assert.ok(module instanceof WasmModule);
  assert.ok(WasmPositions.read(module));
  const [, ...rest] = module.code;
  const shaken = new Proxy(module, {
    get: (target, name) => (name === "code" ? rest : (Reflect.get(target, name, target) as unknown)),
  });
  assert.equal(WasmPositions.read(shaken), undefined);
});
