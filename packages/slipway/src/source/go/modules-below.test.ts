import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { modulesBelow } from "./modules-below.ts";

test("modulesBelow() finds modules three folders deep, and none where Go does not look", (t) => {
  const root = mkdtempSync(join(tmpdir(), "slipway-modules-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  assert.deepEqual(modulesBelow(root), []);
  for (const folder of [
    "tools/tandem",
    "tools/tandem/inner",
    "b",
    "x/y/z",
    "x/y/z2/deeper",
    ".hidden",
    "vendor/a",
    "x/testdata/m",
  ]) {
    const file = join(root, folder, "go.mod");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "module m\n");
  }
  assert.deepEqual(modulesBelow(root), ["b", "tools/tandem", "x/y/z"]);
});
