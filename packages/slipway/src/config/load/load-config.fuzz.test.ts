import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fuzzConfigs } from "../testing/fuzz-configs.ts";

test("loadConfig() of 300 mutated configs ends in a config or in typed errors", async () => {
  const text = await readFile(new URL("../testdata/everything.yaml", import.meta.url), "utf8");
  const { valid, refused } = await fuzzConfigs(text, 1, 300);
  assert.ok(valid > 20 && refused > 20, `${valid} valid, ${refused} refused`);
});
