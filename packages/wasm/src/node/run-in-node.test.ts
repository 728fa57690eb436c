import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { buildGo, temporaryFolder } from "../testing/build-go.ts";
import { parseMount } from "./mounts.ts";

/** Runs `runInNode` in a process of its own, as a command line does. */
function run(request: object, input = ""): { status: number | null; stdout: string; stderr: string } {
  const module = path.join(import.meta.dirname, "run-in-node.ts");
  const code = `import { runInNode } from ${JSON.stringify(module)};
    try { process.exitCode = await runInNode(${JSON.stringify(request)}); }
    catch (error) { console.error(error.message); process.exitCode = 99; }`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", code], { input, encoding: "utf8" });
}

for (const os of ["wasip1", "js"] as const) {
  test(`runInNode() gives a GOOS=${os} program this process's streams and exit code`, () => {
    const waiting = run({ program: buildGo({ program: "waiting", os }) }, "a line\n");
    assert.match(waiting.stdout, /^ready\n(ticked\n)?got "a line\\n"/);
    assert.equal(waiting.status, 0);
    const program = buildGo({ program: "exits", os });
    assert.equal(run({ program, args: ["7"] }).status, 7);
    const deadlock = run({ program, args: ["deadlock"] });
    assert.equal(deadlock.status, 2);
    assert.match(deadlock.stderr, /all goroutines are asleep - deadlock!/);
  });
}

test("runInNode() mounts inner directories on outer ones, whatever their order", () => {
  const host = temporaryFolder();
  mkdirSync(path.join(host, "outer"));
  mkdirSync(path.join(host, "inner"));
  const mounts = [
    { host: path.join(host, "inner"), guest: "/data/in" },
    { host: path.join(host, "outer"), guest: "/data" },
  ];
  const { status, stderr } = run({
    program: buildGo({ program: "behaviours", os: "wasip1" }),
    args: ["/data/in"],
    mounts,
  });
  assert.equal(status, 0, stderr);
  assert.equal(readFileSync(path.join(host, "inner/hard"), "utf8"), "both");
});

test("runInNode() refuses what it cannot run by name", () => {
  const program = path.join(temporaryFolder(), "not.wasm");
  writeFileSync(program, Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  assert.match(run({ program }).stderr, /not\.wasm": it is neither a GOOS=js nor a wasip1 program/);
  writeFileSync(program, "text");
  assert.match(run({ program }).stderr, /Cannot compile the program/);
});

test("parseMount() reads HOST::GUEST and HOST", () => {
  assert.deepEqual(parseMount("/a::/b"), { host: "/a", guest: "/b" });
  assert.deepEqual(parseMount("/a"), { host: "/a", guest: "/a" });
  assert.throws(() => parseMount("::/b"), /expected HOST::GUEST/);
});
