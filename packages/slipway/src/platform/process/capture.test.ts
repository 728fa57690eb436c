import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { capture } from "./capture.ts";

const options = { cwd: tmpdir(), env: { PATH: process.env["PATH"] ?? "" } };

test("capture() tells of a program that does not exist, and of words that no system takes", async () => {
  const nothing = { exitCode: 127, stdout: "", stderr: "" };
  assert.deepEqual(await capture(["no-such-tool"], options), { ...nothing, failure: "ENOENT" });
  // Node throws these before there is a process: a word longer than any command line, one that would end early.
  const long = await capture([process.execPath, "x".repeat(1 << 26)], options);
  assert.ok(long.failure);
  assert.deepEqual(long, { ...nothing, failure: long.failure });
  const { failure } = await capture([process.execPath, "a\0b"], options);
  assert.equal(failure, "ERR_INVALID_ARG_VALUE");
});
