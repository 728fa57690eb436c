import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { compile } from "../core/compile.ts";
import { temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { runGojs } from "./run-gojs.ts";

const sources = path.resolve(import.meta.dirname, "../../../../go");

test("runGojs() passes the tests of the Go module's promise package", async () => {
  const program = path.join(temporaryFolder(), "promise.test");
  execFileSync("go", ["test", "-c", "-o", program, "./promise"], {
    cwd: sources,
    env: { ...process.env, GOOS: "js", GOARCH: "wasm", GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" },
  });
  const out = capture();
  const running = await runGojs(await compile(readFileSync(program)), {
    args: ["-test.v", "-test.short"],
    stdout: out.sink,
    stderr: out.sink,
  });
  assert.equal(await running.exited, 0, out.text());
  assert.equal(out.text().match(/^--- PASS/gm)?.length, 8, out.text());
});
