import assert from "node:assert/strict";
import test from "node:test";
import { parseShardManifest, shardManifestText, type ShardManifest } from "./shard-manifest.ts";

const HEX = "ab".repeat(32);
const MANIFEST: ShardManifest = {
  schema: 1,
  complete: true,
  shard: "1 of 2 by cost",
  part: { index: 1, count: 2, by: "cost" },
  options: { snapshot: true, nightly: false, skip: [], ids: [] },
  identity: { slipway: "1", project: "p", version: "1.0.0", commit: "c", toolchain: "go1.26.8", config: {}, tasks: {} },
  tasks: [
    { id: "a", outputs: [{ path: "x/y", digest: HEX, size: 3, mode: 0o755, here: true }], extra: {}, findings: [] },
  ],
};

test("parseShardManifest() reads what shardManifestText() wrote", () => {
  assert.deepEqual(parseShardManifest(shardManifestText(MANIFEST), "f"), MANIFEST);
});

test("parseShardManifest() refuses a manifest that was cut at any byte or edited", () => {
  const text = shardManifestText(MANIFEST);
  for (let end = 0; end < text.length - 1; end += 1) {
    assert.throws(() => parseShardManifest(text.slice(0, end), "f"), { code: "shard-invalid" });
  }
  assert.throws(() => parseShardManifest(text.replace('"size": 3', '"size": 4'), "f"), {
    code: "shard-invalid",
    message: /changed after it was written/,
  });
});

test("parseShardManifest() refuses paths that leave the folder", () => {
  for (const path of ["", "/etc/passwd", "../x", "a/../../x", "a/..", "C:\\x", "..\\x", "a\0b", "./x"]) {
    const outputs = [{ path, digest: HEX, size: 0, mode: 0o644, here: true }];
    const text = shardManifestText({ ...MANIFEST, tasks: [{ id: "a", outputs, extra: {}, findings: [] }] });
    assert.throws(() => parseShardManifest(text, "f"), { code: "shard-invalid" }, path);
  }
});
