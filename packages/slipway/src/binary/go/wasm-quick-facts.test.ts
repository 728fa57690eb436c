import assert from "node:assert/strict";
import test from "node:test";
import { buildProbe } from "../testing/go-files.ts";
import { WasmModule } from "../wasm/wasm-module.ts";
import { readRange } from "../wasm/wasm-ranges.ts";
import { readGoBuildInfo } from "./build-info.ts";
import { findPclntab } from "./find-pclntab.ts";
import { indexOfBytes } from "./program-memory.ts";
import { findWasmTableHead, findWasmText } from "./wasm-quick-facts.ts";

function modules(): readonly WasmModule[] {
  return ["js/wasm", "wasip1/wasm"].flatMap((target) =>
    ["", "-s -w"].map((ldflags) => new WasmModule(buildProbe(target, { ldflags }).bytes)),
  );
}

test("findWasmTableHead gives the functions and files of the table that is found in the whole memory", () => {
  for (const module of modules()) {
    const head = findWasmTableHead(module);
    const table = findPclntab(module)?.table;
    assert.ok(head !== undefined && table !== undefined);
    assert.equal(head.functionCount, table.functionCount);
    assert.deepEqual(head.files(), table.files());
    assert.equal(head.entry(head.functionCount), table.entry(table.functionCount));
  }
});

test("findWasmText gives what stands between two marks in memory, and nothing when one is missing", () => {
  for (const module of modules()) {
    const { text } = readGoBuildInfo(module)!;
    const [first, last] = [text.slice(0, 12), text.slice(-12)].map((word) => new TextEncoder().encode(word));
    assert.equal(new TextDecoder().decode(findWasmText(module, first!, last!)), text);
    const memory = module.addressSpace.regions[0]!.bytes;
    assert.ok(indexOfBytes(memory, new TextEncoder().encode(text)) > 0);
    assert.equal(findWasmText(module, first!, Uint8Array.from([1, 255, 3, 254, 5, 253, 7])), undefined);
    assert.equal(findWasmText(module, Uint8Array.from([1, 255, 3, 254, 5, 253, 7]), last!), undefined);
  }
});

test("readRange gives the bytes of memory wherever a part of it begins and ends", () => {
  const [module] = modules();
  const { data, addressSpace } = module!;
  const [region] = addressSpace.regions;
  const base = Number(region!.address);
  let seed = 1;
  const below = (end: number): number => (seed = (seed * 48271) % 0x7fffffff) % end;
  let given = 0;
  for (let turn = 0; turn < 3000; turn++) {
    const segment = below(data.length);
    const start = data.address(segment)! + below(data.sizes[segment]!);
    const size = 1 + below(turn % 3 === 0 ? 100_000 : 200);
    const range = readRange(module!, start, size);
    if (range === undefined) continue;
    given++;
    assert.ok(
      Buffer.from(region!.bytes.buffer, region!.bytes.byteOffset + start - base, size).equals(range),
      `${start}`,
    );
  }
  assert.ok(given > 1500, `${given}`);
  assert.equal(readRange(module!, base - 1, 4), undefined);
  assert.equal(readRange(module!, base + region!.bytes.length - 2, 4), undefined);
});
