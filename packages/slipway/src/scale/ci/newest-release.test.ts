import assert from "node:assert/strict";
import test from "node:test";
import { newestRelease } from "./newest-release.ts";

const line = (digit: string, name: string): string => `${digit.repeat(40)}\trefs/tags/${name}\n`;

test("newestRelease() compares numbers, follows annotated tags, and passes over what is no release", () => {
  const listing =
    line("1", "v9.9.9") + line("2", "v10.0.0") + line("3", "v10.0.0^{}") + line("4", "v10") + line("5", "v11.0.0-rc1");
  assert.deepEqual(newestRelease(listing), { version: "v10.0.0", commit: "3".repeat(40) });
  assert.equal(newestRelease(line("6", "main")), undefined);
});
