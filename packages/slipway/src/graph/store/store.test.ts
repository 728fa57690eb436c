import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { sha256 } from "../../platform/hash.ts";
import { readAction, writeAction, type ActionRecord } from "./action-record.ts";
import { takeLock } from "../../platform/lock.ts";
import { cachePrune } from "./cache-prune.ts";
import { cacheStats } from "./cache-stats.ts";
import { cacheVerify } from "./cache-verify.ts";
import { Store, blobPath } from "./store.ts";

let folder: string;
let warnings: string[];
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-store-"));
  warnings = [];
  store = new Store(join(folder, "cache"), { warn: (text) => warnings.push(text) });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, bytes: string): Promise<ActionRecord> {
  const file = join(folder, name);
  await writeFile(file, bytes, { mode: 0o755 });
  const record: ActionRecord = {
    schema: 1,
    key: sha256(`key of ${name}`),
    outputs: [{ path: name, digest: sha256(bytes), size: bytes.length }],
    findings: [],
    log: [["stdout", "hi\n"]],
    extra: {},
    ms: 5,
  };
  await store.put(record, () => file);
  return record;
}

test("Store gives back records and bytes, read-only and under their digest", async () => {
  const record = await put("a", "bytes");
  assert.deepEqual(await store.action(record.key), record);
  const blob = blobPath(store.folder, sha256("bytes"));
  assert.equal((await stat(blob)).mode & 0o777, 0o444);
  assert.equal(await store.restore(sha256("bytes"), join(folder, "out"), 0o755), true);
  assert.equal(await readFile(join(folder, "out"), "utf8"), "bytes");
  assert.equal((await stat(join(folder, "out"))).mode & 0o777, 0o755);
  assert.deepEqual(warnings, []);
});

test("Store knows nothing of other keys and digests", async () => {
  assert.equal(await store.action(sha256("nothing")), undefined);
  assert.equal(await store.restore(sha256("nothing"), join(folder, "out"), 0o644), false);
  assert.deepEqual(warnings, []);
});

test("Store drops damaged bytes, warns and leaves nothing at the place", async () => {
  await put("a", "bytes");
  const blob = blobPath(store.folder, sha256("bytes"));
  await chmod(blob, 0o644);
  await writeFile(blob, "bytez");
  assert.equal(await store.restore(sha256("bytes"), join(folder, "out"), 0o644), false);
  assert.equal(warnings.length, 1);
  await assert.rejects(stat(blob), { code: "ENOENT" });
  await assert.rejects(stat(join(folder, "out")), { code: "ENOENT" });
});

test("readAction() refuses every truncation, every changed byte and another key", () => {
  const record = { schema: 1, key: "k", outputs: [], findings: [], log: [], extra: { a: { B: 1 } }, ms: 1 } as const;
  const text = writeAction(record);
  assert.deepEqual(readAction(text, "k"), record);
  assert.deepEqual((JSON.parse(text) as { record: unknown }).record, record);
  assert.equal(readAction(text, "other"), undefined);
  for (let at = 0; at < text.length; at += 1) {
    assert.equal(readAction(text.slice(0, at), "k"), undefined);
    const changed = String.fromCharCode(text.charCodeAt(at) ^ 1);
    assert.equal(readAction(text.slice(0, at) + changed + text.slice(at + 1), "k"), undefined);
  }
});

test("Store turns failures to read into misses with a warning", async () => {
  const record = await put("a", "bytes");
  const action = join(store.folder, "actions", record.key.slice(0, 2), `${record.key}.json`);
  await rm(action);
  await mkdir(action);
  assert.equal(await store.action(record.key), undefined);
  assert.match(warnings[0]!, /EISDIR/);
});

test("cachePrune() drops what is too old, then what was used longest ago", async () => {
  const now = Date.now();
  for (const [name, days] of [
    ["old", 40],
    ["middle", 3],
    ["new", 1],
  ] as const) {
    const record = await put(name, name.repeat(100));
    const used = now / 1000 - days * 86_400;
    await utimes(blobPath(store.folder, record.outputs[0]!.digest), used, used);
    await utimes(join(store.folder, "actions", record.key.slice(0, 2), `${record.key}.json`), used, used);
  }
  const first = await cachePrune(store.folder, { now });
  assert.deepEqual([first.removedFiles, first.removedBytes > 300], [2, true]);
  assert.ok(!store.has(sha256("old".repeat(100))));
  assert.ok(store.has(sha256("middle".repeat(100))));
  const second = await cachePrune(store.folder, { now, maxBytes: 900 });
  assert.equal(second.removedFiles, 2);
  assert.ok(store.has(sha256("new".repeat(100))));
  await cachePrune(store.folder, { now, maxBytes: 0 });
  assert.equal(cacheStats(store.folder).files, 0);
});

test("cachePrune() forgets projects that are gone and keeps those that are there", async () => {
  for (const [name, root] of [
    ["gone", join(folder, "nowhere")],
    ["here", folder],
  ] as const) {
    await mkdir(join(store.folder, "projects", name), { recursive: true });
    await writeFile(join(store.folder, "projects", name, "project.json"), JSON.stringify({ root }));
  }
  assert.equal((await cachePrune(store.folder)).removedProjects, 1);
  assert.deepEqual(await readdir(join(store.folder, "projects")), ["here"]);
});

test("cachePrune() drops toolchains and what projects keep when they were not used for long, and none that is in use", async () => {
  const day = 86_400_000;
  const now = Date.now();
  const used = async (path: string, days: number): Promise<void> => {
    await writeFile(path, "{}");
    await utimes(path, (now - days * day) / 1000, (now - days * day) / 1000);
  };
  for (const [name, days] of [
    ["go1", 40],
    ["go2", 2],
  ] as const) {
    await mkdir(join(store.folder, "toolchains", name, "bin"), { recursive: true });
    await writeFile(join(store.folder, "toolchains", name, "bin", "go"), "x".repeat(1000));
    await used(join(store.folder, "toolchains", `${name}.ok`), days);
  }
  for (const [name, days] of [
    ["idle", 40],
    ["busy", 40],
    ["fresh", 1],
  ] as const) {
    const project = join(store.folder, "projects", name);
    await mkdir(join(project, "keep", "go-build"), { recursive: true });
    await mkdir(join(project, "lock"));
    await writeFile(join(project, "project.json"), JSON.stringify({ root: folder }));
    await writeFile(join(project, "keep", "go-build", "program"), "x".repeat(500));
    if (name !== "busy") await used(join(project, "lock", "1"), days);
  }
  const lock = await takeLock(join(store.folder, "projects", "busy", "lock"), { what: "it" });
  const stats = cacheStats(store.folder);
  assert.deepEqual([stats.toolchains, stats.toolchainBytes, stats.projects], [2, 2000, 3]);

  assert.deepEqual(await cachePrune(store.folder, { now }), {
    removedFiles: 0,
    removedBytes: 1500,
    removedProjects: 0,
    removedToolchains: 1,
  });
  const keptBy = async (name: string): Promise<readonly string[]> => readdir(join(store.folder, "projects", name));
  assert.deepEqual(await keptBy("idle"), ["lock", "project.json"]);
  assert.deepEqual(await keptBy("fresh"), ["keep", "lock", "project.json"]);
  assert.deepEqual(await readdir(join(store.folder, "toolchains")), ["go2", "go2.ok"]);

  await cachePrune(store.folder, { now, maxBytes: 0 });
  assert.deepEqual(await keptBy("busy"), ["keep", "lock", "project.json"], "a run holds it");
  await lock.release();
  assert.deepEqual(await keptBy("fresh"), ["lock", "project.json"]);
  assert.deepEqual(await readdir(join(store.folder, "toolchains")), []);
});

test("cacheStats() counts, and finds nothing where there is nothing", async () => {
  assert.equal(cacheStats(join(folder, "none")).totalBytes, 0);
  await put("a", "12345");
  await put("b", "12345");
  const stats = cacheStats(store.folder);
  assert.deepEqual([stats.files, stats.fileBytes, stats.actions], [1, 5, 2]);
});

test("cacheVerify() finds and removes damaged bytes and records", async () => {
  await put("a", "aaa");
  const b = await put("b", "bbb");
  assert.deepEqual(await cacheVerify(store.folder), { checked: 4, damaged: [] });
  const blob = blobPath(store.folder, sha256("aaa"));
  const action = join(store.folder, "actions", b.key.slice(0, 2), `${b.key}.json`);
  for (const path of [blob, action]) {
    await chmod(path, 0o644);
    await writeFile(path, "?");
  }
  assert.deepEqual((await cacheVerify(store.folder)).damaged.toSorted(), [action, blob].toSorted());
  assert.deepEqual(await cacheVerify(store.folder), { checked: 2, damaged: [] });
});
