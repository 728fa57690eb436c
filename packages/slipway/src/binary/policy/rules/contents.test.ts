import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { inspectBinary } from "../../inspect/inspect-binary.ts";
import { buildProbe } from "../../testing/go-files.ts";
import { judged } from "../../testing/judged.ts";
import { wasmBytes } from "../../testing/small-files.ts";
import { WasmModule } from "../../wasm/wasm-module.ts";
import { wasmFeatures } from "../../wasm/wasm-features.ts";

test("unstripped and debug-data speak when asked, in every format that Go writes", () => {
  const rules = { unstripped: "notice", "debug-data": "notice" } as const;
  for (const target of ["linux/amd64", "windows/amd64", "darwin/arm64"]) {
    assert.deepEqual(judged(buildProbe(target).bytes, { rules }), ["notice unstripped", "notice debug-data"], target);
    assert.deepEqual(judged(buildProbe(target, { ldflags: "-s -w" }).bytes, { rules }), [], target);
  }
  assert.deepEqual(judged(buildProbe("linux/amd64").bytes), []);
});

test("build-paths is found without -trimpath, and not with it", () => {
  const root = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const limits = { machinePaths: [root] };
  assert.deepEqual(judged(buildProbe("linux/amd64", { trimpath: false }).bytes, { limits }), ["warning build-paths"]);
  assert.deepEqual(judged(buildProbe("linux/amd64").bytes, { limits }), []);
  assert.deepEqual(
    judged(buildProbe("linux/amd64", { trimpath: false }).bytes, { limits: { machinePaths: [root.slice(0, -1)] } }),
    [],
  );
});

test("build-paths is found for the temporary folder of the go command", () => {
  const leak = buildProbe("linux/amd64", { variables: "-X main.date=/tmp/go-build1234567/b001" }).bytes;
  assert.deepEqual(judged(leak), ["warning build-paths"]);
  assert.deepEqual(judged(buildProbe("linux/amd64", { variables: "-X main.date=/go-builder" }).bytes), []);
});

test("damaged-part is found where a table leads nowhere", () => {
  const bytes = buildProbe("linux/amd64").bytes.slice();
  const strings = inspectBinary(bytes).sections.find(({ name }) => name === ".strtab")!;
  bytes.fill(0x41, strings.offset, strings.offset + strings.size);
  assert.deepEqual(judged(bytes), ["warning damaged-part"]);
});

test("too-large and too-much-memory hold files and what they map to their limits", () => {
  for (const target of ["linux/amd64", "windows/386", "darwin/arm64", "js/wasm"]) {
    const { bytes } = buildProbe(target);
    assert.deepEqual(judged(bytes, { limits: { maxSize: bytes.length - 1 } }), ["error too-large"], target);
    assert.deepEqual(judged(bytes, { limits: { maxSize: bytes.length, maxMemory: 1 << 30 } }), [], target);
    assert.deepEqual(judged(bytes, { limits: { maxMemory: 100_000 } }), ["error too-much-memory"], target);
  }
});

test("wasm-import is found for what the host lacks, unless the project's own host gives it", () => {
  const bytes = buildProbe("wasip1/wasm", {
    files: {
      "dep/dep.go": `package dep

//go:wasmimport env print
func print(x int32)

//go:wasmimport env draw
func draw(x int32)

func Name() string { print(1); draw(2); return "dep" }
`,
    },
  }).bytes;
  assert.deepEqual(judged(bytes), ["warning wasm-import"]);
  assert.deepEqual(judged(bytes, { limits: { wasmImports: ["env.*"] } }), []);
  assert.deepEqual(judged(buildProbe("js/wasm").bytes), []);
});

test("wasm-feature is found in memories and instructions", () => {
  assert.deepEqual(judged(wasmBytes()), ["warning wasm-feature"]);
  assert.deepEqual(judged(wasmBytes(), { limits: { wasmFeatures: ["atomics"] } }), []);
  // What Go's compiler uses; a slip in following its millions of instructions would find anything else.
  for (const target of ["js/wasm", "wasip1/wasm"]) {
    const features = wasmFeatures(new WasmModule(buildProbe(target).bytes));
    assert.deepEqual([...features].toSorted(), ["bulk-memory", "nontrapping-fptoint", "sign-ext"], target);
  }
});
