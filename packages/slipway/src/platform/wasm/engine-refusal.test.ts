import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { engineRefusal } from "./engine-refusal.ts";
import { readWasmProgram } from "./read-program.ts";
import { wasiModule } from "./testing/wasi-module.ts";

test("engineRefusal() tells what is wrong in a body that reading a module's outline does not show", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-refusal-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "bad.wasm");
  writeFileSync(file, wasiModule([0xff]));
  const { bytes, kind } = await readWasmProgram(file);
  assert.equal(kind, "wasip1-command");
  assert.match((await engineRefusal(bytes)) ?? "", /[Ii]nvalid opcode 0xff/);
  assert.equal(await engineRefusal(wasiModule([])), undefined);
});
