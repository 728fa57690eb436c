import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compile } from "../core/compile.ts";
import { buildGo } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { runGojs } from "./run-gojs.ts";

const CYCLES = 1_000_000;

test("a million callbacks and a million awaited promises leave Go's heap, its memory and JavaScript's heap as they were", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heap: Record<string, number> = {};
  const out = capture();
  Object.assign(globalThis, {
    cyclesMark(name: string) {
      collect();
      heap[name] = getHeapStatistics().used_heap_size;
      heap[`${name} memory`] = program?.memory.buffer.byteLength ?? 0;
    },
  });
  const module = await compile(readFileSync(buildGo({ program: "cycles", os: "js" })));
  let program: Awaited<ReturnType<typeof runGojs>> | undefined;
  program = await runGojs(module, { args: [String(CYCLES)], stdout: out.sink, stderr: out.sink });
  assert.equal(await program.exited, 0, out.text());
  assert.equal(out.text(), `${CYCLES} ${CYCLES}\ntrue\n`);
  const grown = (heap["after"] ?? Infinity) - (heap["before"] ?? 0);
  // One leaked reference a cycle would be tens of megabytes; tables keep the room that they once had, which is a few.
  assert.ok(grown < 8e6, `JavaScript's heap grew by ${grown} bytes`);
  const memory = (heap["after memory"] ?? Infinity) - (heap["before memory"] ?? 0);
  assert.ok(memory <= 8 << 20, `Go's memory grew by ${memory} bytes`);
});
