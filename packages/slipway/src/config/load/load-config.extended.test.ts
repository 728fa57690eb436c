import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fuzzConfigs } from "../testing/fuzz-configs.ts";

test("loadConfig() of 10,000 mutated configs ends in a config or in typed errors", async () => {
  const folder = new URL("../testdata/", import.meta.url);
  const [everything, several] = await Promise.all(
    ["everything.yaml", "effective/several.in.yaml"].map((name) => readFile(new URL(name, folder), "utf8")),
  );
  const results = [await fuzzConfigs(everything ?? "", 100_000, 5000), await fuzzConfigs(several ?? "", 200_000, 5000)];
  for (const { valid, refused } of results)
    assert.ok(valid > 300 && refused > 300, `${valid} valid, ${refused} refused`);
});
