import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { governProgram } from "./govern.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-dylib-"));
after(() => rmSync(folder, { recursive: true, force: true }));
before(() => needPrograms({ gcc: "gcc" }));

test("a Linux program with a run path of the build machine is made to look beside itself, and starts", () => {
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, { cwd: folder, encoding: "utf8" });
  writeFileSync(path.join(folder, "x.c"), 'const char *x(void) { return "from the library"; }\n');
  writeFileSync(path.join(folder, "m.c"), "#include <stdio.h>\nconst char *x(void);\nint main(void) { puts(x()); }\n");
  run("gcc", "-shared", "-o", "libx.so", "x.c");
  run("gcc", "-o", "hello", "m.c", "-L.", "-lx", "-Wl,-rpath,/opt/build/lib");
  const bytes = new Uint8Array(readFileSync(path.join(folder, "hello")));
  const library = { name: "libx.so", from: "libx.so", copy: true, path: "$ORIGIN", rewrite: true };
  assert.throws(() => run("./hello"));
  assert.throws(
    () => governProgram(bytes, { os: "linux", libraries: [{ ...library, rewrite: false }] }, {}),
    /another place/,
  );
  const done = governProgram(bytes, { os: "linux", libraries: [library] }, {});
  assert.deepEqual(done.changes, ['run path "/opt/build/lib" changed to "$ORIGIN"']);
  assert.equal(inspectBinary(done.bytes).details["runpath"], "$ORIGIN");
  writeFileSync(path.join(folder, "hello"), done.bytes);
  assert.equal(run("./hello"), "from the library\n");
});
