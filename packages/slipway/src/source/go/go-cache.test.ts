import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../platform/hash.ts";
import { GoCache } from "./go-cache.ts";

test("GoCache.write() mends content of the right size that is damaged, and notes that what is there was used", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-go-cache-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const cache = new GoCache(folder);
  const bytes = new TextEncoder().encode("compiled");
  const output = sha256(bytes);
  const file = cache.outputFile(output);
  const write = (name: string): Promise<void> =>
    cache.write({ action: sha256(name), output, size: bytes.length }, bytes);
  await write("one");
  writeFileSync(file, "damaged!");
  await write("two");
  assert.equal(readFileSync(file, "utf8"), "compiled");
  utimesSync(file, 1000, 1000);
  await write("three");
  assert.ok(statSync(file).mtimeMs > 1e12, "Go would throw it away, and with it what was just added");
});
