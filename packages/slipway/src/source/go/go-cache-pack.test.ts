import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { sha256 } from "../../platform/hash.ts";
import { makePack, packedSize, packIndex, readPackIndex, unpack } from "./go-cache-pack.ts";
import { GoCache, goCacheFolder, type GoCacheEntry } from "./go-cache.ts";

let home: string;
let from: GoCache;
let to: GoCache;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "slipway-pack-"));
  from = new GoCache(join(home, "from"));
  to = new GoCache(join(home, "to"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function add(name: string, content: string): Promise<GoCacheEntry> {
  const entry = { action: sha256(name), output: sha256(content), size: text(content).length };
  await from.write(entry, text(content));
  return entry;
}

test("unpack() brings what makePack() took, each content once, and Go's own form of both files", async () => {
  const entries = [await add("a", "first"), await add("b", "second"), await add("c", "first"), await add("d", "")];
  const pack = (await makePack(from, entries))!;
  assert.equal(pack.length, "firstsecond".length);
  assert.equal(packedSize(entries), "firstsecondfirst".length);
  const index = readPackIndex(JSON.parse(JSON.stringify(packIndex(entries))) as []);
  assert.deepEqual(index, entries);
  await unpack(to, index, new Set(index), pack);
  for (const entry of entries) {
    const { time: _, ...found } = to.entry(entry.action)!;
    assert.deepEqual(found, entry);
  }
  // cmd/go/internal/cache: `v1 ACTION OUTPUT SIZE TIME`, the numbers in 20 places, one newline.
  const line = readFileSync(to.actionFile(entries[1]!.action), "utf8");
  assert.match(line, new RegExp(`^v1 ${entries[1]!.action} ${entries[1]!.output} {20}6 +\\d+\\n$`));
  assert.equal(line.length, 3 + 65 + 65 + 21 + 20 + 1);
});

test("unpack() writes what is missing and nothing else", async () => {
  const entries = [await add("a", "one"), await add("b", "two"), await add("c", "three")];
  const pack = (await makePack(from, entries))!;
  await unpack(to, entries, new Set([entries[1]!]), pack);
  assert.deepEqual(
    entries.map(({ action }) => to.entry(action) !== undefined),
    [false, true, false],
  );
});

test("unpack() refuses a pack that is not what its index says, and puts nothing wrong in place", async () => {
  const entries = [await add("a", "one"), await add("b", "two")];
  const pack = (await makePack(from, entries))!;
  for (let at = 0; at < pack.length; at++) {
    const spoilt = pack.map((byte, index) => (index === at ? byte ^ 1 : byte));
    await assert.rejects(unpack(to, entries, new Set(entries), spoilt), /has other bytes/);
  }
  for (const other of [pack.subarray(1), pack.subarray(0, 5), new Uint8Array(7), new Uint8Array()]) {
    await assert.rejects(unpack(to, entries, new Set(entries), other), /does not fit/);
  }
  for (const name of existsSync(to.folder) ? readdirSync(to.folder, { recursive: true, encoding: "utf8" }) : []) {
    const digest = /([0-9a-f]{64})-d$/.exec(name)?.[1];
    if (digest !== undefined) assert.equal(sha256(readFileSync(join(to.folder, name))), digest);
  }
});

test("makePack() makes nothing of a cache that lost something", async () => {
  const entries = [await add("a", "one"), await add("b", "two")];
  rmSync(from.outputFile(entries[0]!.output));
  assert.equal(await makePack(from, entries), undefined);
  assert.equal(from.entry(entries[0]!.action), undefined);
});

test("readPackIndex() refuses what is no index", () => {
  const good = "a".repeat(64);
  for (const index of [
    undefined,
    null,
    {},
    [1],
    [[good, good]],
    [[good, good, -1]],
    [[good, good, 1.5]],
    [[good, "../../x", 1]],
    [["A".repeat(64), good, 1]],
  ]) {
    assert.throws(() => readPackIndex(index), /it has no index|its index is misshapen/);
  }
});

test("GoCache finds a compiled package by the first part of its build ID", async () => {
  const entry = await add("a", "one");
  const start = Buffer.from(entry.action.slice(0, 30), "hex").toString("base64url");
  assert.equal(from.entryOf(`${start}/content`)?.action, entry.action);
  for (const id of ["", "/", "AAAA/x", "*/x", `${"A".repeat(20)}/x`]) assert.equal(from.entryOf(id), undefined, id);
});

test("goCacheFolder() is where Go keeps it on each system", () => {
  assert.equal(goCacheFolder({ GOCACHE: "/c" }, "linux"), "/c");
  assert.equal(goCacheFolder({ GOCACHE: "off", HOME: "/h" }, "linux"), undefined);
  assert.equal(goCacheFolder({ HOME: "/h" }, "linux"), "/h/.cache/go-build");
  assert.equal(goCacheFolder({ HOME: "/h", XDG_CACHE_HOME: "/x" }, "linux"), "/x/go-build");
  assert.equal(goCacheFolder({ HOME: "/h", XDG_CACHE_HOME: "/x" }, "darwin"), "/h/Library/Caches/go-build");
  assert.equal(goCacheFolder({}, "windows"), undefined);
  for (const name of ["LocalAppData", "LOCALAPPDATA"]) {
    assert.equal(goCacheFolder({ [name]: "/l" }, "windows"), join("/l", "go-build"));
  }
});
