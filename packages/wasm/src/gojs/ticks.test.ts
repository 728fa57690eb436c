import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findJspi } from "../blocking/blocker.ts";
import { compile } from "../core/compile.ts";
import { buildGo } from "../testing/build-go.ts";
import { compareTicks, tickBeside, TICKS, type Ticks } from "../testing/ticks.ts";
import { Pipe } from "../vfs/pipe.ts";
import { runGo } from "./run-go.ts";

for (const os of ["wasip1", "js"] as const) {
  for (const fed of [false, true]) {
    const skip = os === "wasip1" && findJspi() === undefined && "this Node has no JSPI";
    test(
      `a GOOS=${os} program ticks like Node's own timer while stdin ${fed ? "trickles" : "is silent"}`,
      { skip },
      async (t) => {
        const module = await compile(readFileSync(buildGo({ program: "jitter", os })));
        const { Gaps, Lines, host } = await tickBeside(module, fed);
        const { line, steady } = compareTicks(Gaps, host);
        t.diagnostic(`GOOS=${os}, ${Lines} lines: ${line}`);
        assert.equal(Gaps.length, TICKS);
        assert.equal(Lines > 0, fed);
        assert.ok(steady, line);
      },
    );
  }
}

for (const jspi of [true, false]) {
  test(`runInNode() ${jspi ? "with" : "without"} JSPI lets a program tick like a native one while stdin trickles`, async (t) => {
    const host = `${jspi ? "" : "delete WebAssembly.Suspending;"}
      const { runInNode } = await import(${JSON.stringify(new URL("../node/run-in-node.ts", import.meta.url).href)});
      process.exitCode = await runInNode({ program: process.argv[1], args: [process.argv[2]] });`;
    const wasip1 = buildGo({ program: "jitter", os: "wasip1" });
    const [native, node] = await Promise.all([
      tickAlone(buildGo({ program: "jitter", os: "native" })),
      tickAlone(process.execPath, "--input-type=module", "-e", host, wasip1),
    ]);
    const { line, typical } = compareTicks(node.Gaps, native.Gaps);
    t.diagnostic(`${jspi ? "with" : "without"} JSPI, ${node.Lines} lines: ${line}`);
    assert.ok(node.Lines > 0);
    assert.ok(typical, line);
  });
}

async function tickAlone(program: string, ...args: readonly string[]): Promise<Ticks> {
  const child = spawn(program, [...args, String(TICKS)], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  // It ends while lines are still on their way.
  child.stdin.on("error", () => {});
  const feeding = setInterval(() => child.stdin.write("a line\n"), 37);
  const output = (await child.stdout.toArray()).join("");
  clearInterval(feeding);
  await ended;
  return JSON.parse(output) as Ticks;
}

test("a line that comes after a program's end is nobody's", async () => {
  for (const os of ["wasip1", "js"] as const) {
    const stdin = new Pipe();
    const module = await compile(readFileSync(buildGo({ program: "jitter", os })));
    const program = await runGo(module, { args: ["1"], stdin });
    assert.equal(await program.exited, 0);
    stdin.push("a line\n");
    await new Promise((resolve) => setImmediate(resolve));
  }
});
