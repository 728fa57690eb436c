import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { RunContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { toolFiles } from "./tool-files.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "slipway-tools-"));
test.after(() => rmSync(home, { recursive: true, force: true }));
for (const name of ["first/other", "second/tinygo", "second/mycc", "second/x86_64-linux-gnu-gcc"]) {
  mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
  writeFileSync(path.join(home, name), "#!/bin/sh\n");
  chmodSync(path.join(home, name), 0o755);
}
const at = (...names: readonly string[]): string[] => names.map((name) => path.join(home, name));
const context = {
  root: home,
  env: { PATH: at("first", "second").join(path.delimiter), CXX: "ambient" },
  facts: { host: { os: "linux", arch: "arm64" }, buildable: [] },
} as unknown as RunContext;

function task(settings: object): Task {
  const whole = { tool: "go", dir: ".", env: {}, named: [], cgo: { libc: "" }, ...settings };
  return { params: { settings: whole, target: "linux_amd64_v1" } } as unknown as Task;
}

test("toolFiles() knows the tool and where another one would be taken", async () => {
  assert.deepEqual(await toolFiles(task({ tool: "tinygo" }), context, undefined), {
    files: at("second/tinygo"),
    watched: at("first/tinygo"),
  });
  assert.deepEqual(await toolFiles(task({ tool: "./bin/go" }), context, undefined), {
    files: at("bin/go"),
    watched: [],
  });
  assert.deepEqual(await toolFiles(task({}), context, undefined), { files: [], watched: [] });
});

test("toolFiles() knows the C compiler that the config names, with its flags", async () => {
  const { files, watched } = await toolFiles(task({ env: { CC: "mycc -m64" } }), context, {});
  assert.deepEqual([files, watched], [at("second/mycc"), at("first/mycc")]);
});

test("toolFiles() watches the places of compilers that come before the chosen one", async () => {
  const chosen = { program: path.join(home, "second/x86_64-linux-gnu-gcc") };
  const { files, watched } = await toolFiles(task({}), context, chosen);
  assert.deepEqual(files, [chosen.program]);
  assert.ok(watched.includes(path.join(home, "first/zig")) && watched.includes(path.join(home, "second/zig")));
  assert.ok(watched.includes(path.join(home, "first/x86_64-linux-gnu-gcc")));
  assert.ok(!watched.includes(chosen.program));
});
