import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import type { SlipwayError } from "../../errors.ts";
import { SHARD_MANIFEST, shardManifestText, type ShardManifest } from "./shard-manifest.ts";
import { readShardManifest, refuseForeignFolder, writeShard } from "./write-shard.ts";

function folders(t: TestContext): { from: string; to: string } {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-shard-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const [from, to] = [path.join(root, "from"), path.join(root, "to")];
  for (const folder of [from, to]) mkdirSync(folder);
  for (const name of ["a", "b", "c"]) writeFileSync(path.join(from, name), name);
  return { from, to };
}

function manifest(...paths: string[]): ShardManifest {
  const digest = "0".repeat(64);
  const outputs = paths.map((name) => ({ path: name, digest, size: 1, mode: 0o644, here: true }));
  return {
    schema: 1,
    complete: true,
    shard: "1 of 2 by cost",
    options: { snapshot: true, nightly: false, skip: [], ids: [] },
    identity: { slipway: "0", project: "p", version: "1", commit: "", toolchain: "go", config: {}, tasks: {} },
    tasks: [{ id: "pack:x", outputs, extra: {}, findings: [] }],
  };
}

test("a shard over an earlier one removes what only that one had", async (t) => {
  const { from, to } = folders(t);
  const place = (name: string): string => path.join(from, name);
  await writeShard(to, manifest("a", "b"), place);
  await writeShard(to, manifest("b", "c"), place);
  assert.deepEqual(readdirSync(to).sort(), ["b", "c", SHARD_MANIFEST]);
});

test("a folder with a manifest and files that it does not list is refused, and nothing is removed", async (t) => {
  const { from, to } = folders(t);
  await writeShard(to, manifest("a"), (name) => path.join(from, name));
  mkdirSync(path.join(to, ".git"));
  writeFileSync(path.join(to, ".git", "HEAD"), "");
  await assert.rejects(
    writeShard(to, manifest("b"), (name) => path.join(from, name)),
    (error: SlipwayError) => error.code === "shard-out-foreign" && error.details.actual === ".git/HEAD",
  );
  assert.ok(existsSync(path.join(to, "a")) && existsSync(path.join(to, ".git", "HEAD")));
  writeFileSync(path.join(to, SHARD_MANIFEST), "{}");
  await assert.rejects(
    writeShard(to, manifest("b"), (name) => path.join(from, name)),
    // To make the shard again is what was just tried.
    (error: SlipwayError) =>
      error.code === "shard-invalid" && error.details.hint?.startsWith(`remove "${to}"`) === true,
  );
});

test("refuseForeignFolder() refuses the dist folder and one around it before anything is made", async (t) => {
  const { to } = folders(t);
  for (const dist of [to, path.join(to, "below", "dist")]) {
    await assert.rejects(
      refuseForeignFolder(to, dist),
      (error: SlipwayError) => error.code === "shard-out-foreign" && error.details.actual === dist,
    );
  }
  await refuseForeignFolder(to, path.dirname(to));
  await refuseForeignFolder(to, `${to}-beside`);
});

test("a write that stopped half-way is finished by the next, with nothing of it left", async (t) => {
  const { from, to } = folders(t);
  const place = (name: string): string => path.join(from, name);
  await writeShard(to, manifest("a"), place);
  const stopped = writeShard(to, manifest("b", "c"), (name) => (name === "c" ? path.join(from, "gone") : place(name)));
  await assert.rejects(stopped);
  await assert.rejects(readShardManifest(to), (error: SlipwayError) => error.code === "shard-incomplete");
  await writeShard(to, manifest("c"), place);
  assert.deepEqual(readdirSync(to).sort(), ["c", SHARD_MANIFEST]);
  assert.equal(shardManifestText(await readShardManifest(to)), shardManifestText(manifest("c")));
});
