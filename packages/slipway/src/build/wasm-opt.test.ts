import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { runProcess } from "../platform/process/process.ts";
import { wasmOptKind } from "./wasm-opt.ts";

test("wasm-opt depends on the program itself, and on where another one would be taken", async (t) => {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-opt-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const [first, second] = [path.join(home, "first"), path.join(home, "second")];
  for (const folder of [first, second]) mkdirSync(folder);
  const program = path.join(second, "wasm-opt");
  writeFileSync(program, "#!/bin/sh\necho wasm-opt version 116\n", { mode: 0o755 });
  const context = {
    root: home,
    env: { PATH: [first, second].join(path.delimiter) },
    facts: { host: { os: "linux" } },
    once: (_: string, make: () => Promise<unknown>) => make(),
    process: runProcess,
  } as unknown as RunContext;
  assert.equal(wasmOptKind.usesPath, true);
  assert.deepEqual(await wasmOptKind.discover!({} as Task, context), {
    files: [program],
    folders: [],
    watched: [path.join(first, "wasm-opt")],
    values: { "wasm-opt": "wasm-opt version 116" },
  });
});
