import assert from "node:assert/strict";
import { mkdtempSync, promises as fs, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { newKeyPair, signingKeyOf } from "../../platform/ed25519.ts";
import { sha256 } from "../../platform/hash.ts";
import { directoryRemote } from "./directory.ts";
import { readEntry, writeEntry, type RemoteRecord } from "./entry.ts";
import { GuardedRemote } from "./guarded.ts";
import { RemoteCache } from "./remote-cache.ts";
import { RemoteError, type Remote } from "./remote.ts";

let folder: string;
let warnings: string[];
const pair = newKeyPair();
const key = signingKeyOf(pair.secretKey)!;
const running = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-remote-"));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(
  remote: Remote,
  more: { trusted?: readonly string[]; write?: boolean; timeout?: number; patience?: number; lastWait?: number } = {},
): RemoteCache {
  const warn = (text: string): void => void warnings.push(text);
  const guard = {
    read: true,
    write: more.write ?? true,
    timeout: more.timeout ?? 5000,
    ...(more.patience === undefined ? {} : { patience: more.patience }),
    signal: running,
    warn,
    pause: 1,
  };
  return new RemoteCache({
    remotes: [new GuardedRemote(remote, guard)],
    key,
    trusted: new Set(more.trusted ?? [pair.publicKey]),
    limit: 1e6,
    patience: more.lastWait ?? 15_000,
    warn,
  });
}

const files: Readonly<Record<string, Uint8Array>> = {
  "a/program": new Uint8Array(200_000).map((_, at) => (at * at) % 251),
  "a/note": new TextEncoder().encode("small"),
  "a/noise": new Uint8Array(70_000).map((_, at) => Number.parseInt(sha256(String(at)).slice(0, 2), 16)),
};

async function share(cache: RemoteCache, name = "work"): Promise<string> {
  const workKey = sha256(name);
  const outputs = Object.entries(files).map(([path, bytes]) => ({ path, digest: sha256(bytes), size: bytes.length }));
  const bytes = (path: string): Promise<Uint8Array | undefined> => Promise.resolve(files[path]);
  cache.offer(() => Promise.resolve({ key: workKey, about: { told: name }, ms: 100, outputs, bytes }));
  await cache.finish(running, 0);
  return workKey;
}

/** Changes every file below `actions` or `blobs` of the directory. */
function spoil(space: string, change: (bytes: Uint8Array) => Uint8Array): void {
  for (const part of readdirSync(join(folder, space))) {
    for (const name of readdirSync(join(folder, space, part))) {
      const path = join(folder, space, part, name);
      writeFileSync(path, change(new Uint8Array(readFileSync(path))));
    }
  }
}

test("RemoteCache gives back what another machine wrote, small files inside the entry and large ones compressed", async () => {
  const workKey = await share(open(directoryRemote(folder)));
  const found = await open(directoryRemote(folder)).find(workKey);
  assert.equal(found?.record.about["told"], "work");
  for (const [path, bytes] of Object.entries(files)) assert.deepEqual(await found.bytes(path), bytes, path);
  assert.equal(await found.bytes("other"), undefined);
  const blobs = readdirSync(join(folder, "blobs"), { recursive: true }).filter((name) => String(name).length > 10);
  assert.equal(blobs.length, 1, "noise; the program compresses to less than what travels inside");
  assert.deepEqual(warnings, []);
});

test("RemoteCache knows nothing of other keys", async () => {
  const cache = open(directoryRemote(folder));
  assert.equal(await cache.find(sha256("nothing")), undefined);
  assert.deepEqual(warnings, []);
});

test("RemoteCache ignores entries that no trusted key signed, and says so once", async () => {
  const keys = [await share(open(directoryRemote(folder)), "one"), await share(open(directoryRemote(folder)), "two")];
  const stranger = open(directoryRemote(folder), { trusted: [newKeyPair().publicKey] });
  for (const each of keys) assert.equal(await stranger.find(each), undefined);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /no trusted key has signed/);
});

test("RemoteCache takes nothing more from a remote that gave wrong bytes", async () => {
  const workKey = await share(open(directoryRemote(folder)));
  spoil("blobs", (bytes) => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte)));
  const cache = open(directoryRemote(folder));
  const found = await cache.find(workKey);
  assert.equal(await found!.bytes("a/noise"), undefined);
  assert.equal(await cache.find(workKey), undefined);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, new RegExp(`"${folder}": it gave wrong bytes`));
});

test("readEntry() refuses every truncation, every changed byte and the entry of another key", () => {
  const record: RemoteRecord = { schema: 1, key: sha256("k"), outputs: [], about: { a: 1 } };
  const bytes = writeEntry(record, [new Uint8Array([1, 2, 3])], key);
  const trusted = new Set([pair.publicKey]);
  assert.equal(typeof readEntry(bytes, record.key, trusted), "object");
  assert.equal(readEntry(bytes, sha256("other"), trusted), "other-key");
  for (let at = 0; at < bytes.length; at++) {
    assert.equal(typeof readEntry(bytes.slice(0, at), record.key, trusted), "string", `cut at ${at}`);
    const entry = readEntry(
      bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)),
      record.key,
      trusted,
    );
    // A changed byte of an inline file gives it another digest, under which nobody asks for it.
    if (typeof entry === "object")
      assert.ok(at >= bytes.length - 3 && !entry.inline.has(sha256(new Uint8Array([1, 2, 3]))));
  }
});

function failing(error: () => Error | undefined): Remote & { asked: number } {
  const inner = directoryRemote(folder);
  const remote = {
    ...inner,
    asked: 0,
    name: "the-remote",
    async get(...args: Parameters<Remote["get"]>) {
      remote.asked++;
      const failure = error();
      if (failure !== undefined) throw failure;
      return inner.get(...args);
    },
  };
  return remote;
}

test("GuardedRemote tries once more where that may help, and leaves the remote out with one warning where it does not", async () => {
  const workKey = await share(open(directoryRemote(folder)));
  let failures = 1;
  const flaky = failing(() => (failures-- > 0 ? new RemoteError("cut", "socket hang up") : undefined));
  assert.ok(await open(flaky).find(workKey));
  assert.deepEqual([flaky.asked, warnings.length], [2, 0]);

  const dead = failing(() => new RemoteError("unreachable", "ECONNREFUSED"));
  const cache = open(dead);
  await Promise.all([cache.find(workKey), cache.find(workKey)]);
  assert.equal(await cache.find(workKey), undefined);
  assert.equal(dead.asked, 2);
  assert.deepEqual(warnings, [
    'The remote cache "the-remote": it cannot be reached (ECONNREFUSED); it is left out for the rest of this run',
  ]);
});

test("GuardedRemote does not wait for a remote that never answers", async () => {
  const silent: Remote = { ...directoryRemote(folder), name: "silent", get: () => new Promise(() => undefined) };
  assert.equal(await open(silent, { timeout: 20 }).find(sha256("x")), undefined);
  assert.match(warnings[0]!, /"silent": it did not answer in time \(no answer within 0.02 s\)/);
});

test("GuardedRemote still reads from a remote that has no room", async () => {
  const workKey = await share(open(directoryRemote(folder)));
  const full: Remote = {
    ...directoryRemote(folder),
    name: "full",
    put: () => Promise.reject(new RemoteError("full", "507")),
  };
  const cache = open(full);
  const bytes = (path: string): Promise<Uint8Array | undefined> => Promise.resolve(files[path]);
  const outputs = [{ path: "a/note", digest: sha256(files["a/note"]!), size: 5 }];
  cache.offer(() => Promise.resolve({ key: sha256("new"), about: {}, ms: 1, outputs, bytes }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(await cache.find(workKey));
  await cache.finish(running, 0);
  assert.deepEqual(warnings, [
    'The remote cache "full": it has no room (507); nothing more is written to it in this run',
  ]);
});

test("RemoteCache reads no more from a remote that holds up a run longer than it saves, and still writes to it", async () => {
  const workKey = await share(open(directoryRemote(folder)));
  let asked = 0;
  const slow: Remote = {
    ...directoryRemote(folder),
    get: () => {
      asked++;
      return new Promise(() => undefined);
    },
  };
  const cache = open(slow, { patience: 30, timeout: 60_000 });
  assert.deepEqual(await Promise.all([cache.find(workKey), cache.find(sha256("other"))]), [undefined, undefined]);
  assert.equal(await cache.find(workKey), undefined);
  assert.equal(asked, 2);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, new RegExp(`"${folder}": it takes longer than it saves .*; nothing more is read from it`));
  await share(cache, "new work");
  assert.equal(cache.traffic.written, 1);
});

test("RemoteCache lets go of what is still being written when its time is over, and says so once", async () => {
  const begun = Promise.withResolvers<AbortSignal>();
  const silent: Remote = {
    ...directoryRemote(folder),
    has: () => Promise.resolve(new Set()),
    put: (_key, _bytes, { signal }) => {
      begun.resolve(signal);
      return new Promise(() => undefined);
    },
  };
  const cache = open(silent, { timeout: 60_000, lastWait: 1 });
  const bytes = (): Promise<Uint8Array> => Promise.resolve(files["a/note"]!);
  const outputs = [{ path: "a/note", digest: sha256(files["a/note"]!), size: 5 }];
  cache.offer(() => Promise.resolve({ key: sha256("work"), about: {}, ms: 1, outputs, bytes }));
  const signal = await begun.promise;
  await cache.finish(running, 0);
  // A request that went on would keep the process alive until its own time is over.
  assert.equal(signal.aborted, true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(await cache.find(sha256("more")), undefined);
  assert.deepEqual(warnings, [
    "1 result was not written to the remote cache: there was no more time (cache.max_wait gives more)",
  ]);
});

test("directoryRemote() tells a path that is no folder from an empty cache", async () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  assert.equal(await open(directoryRemote(join(folder, "nothing yet"))).find(sha256("a")), undefined);
  assert.deepEqual(warnings, []);
  assert.equal(await open(directoryRemote(path)).find(sha256("a")), undefined);
  assert.match(warnings.join("\n"), /it cannot be reached \(it is no folder\)/);
});

test("RemoteCache.look() tells of a folder that cannot be used, though nothing is read or written", async () => {
  const path = join(folder, "file");
  writeFileSync(path, "");
  const looked = async (place: string, write: boolean): Promise<string[]> => {
    warnings = [];
    const cache = open(directoryRemote(place), { write });
    await cache.look();
    await cache.finish(running, 0);
    return warnings;
  };
  assert.match(
    (await looked(path, false)).join("\n"),
    /^The remote cache ".*file": it cannot be reached \(it is no folder\)/,
  );
  for (const write of [true, false]) {
    const told = await looked(join(path, "below"), write);
    assert.equal(told.length, 1);
    assert.match(told[0]!, /below": it cannot be reached \(a file is where a folder should be \(ENOTDIR\)\)/);
  }
  assert.deepEqual(await looked(join(folder, "new"), false), []);
  assert.deepEqual(readdirSync(folder), ["file"], "who only reads makes no folder");
  assert.deepEqual(await looked(join(folder, "new"), true), []);
});

test("RemoteCache.finish() waits for no remote that was only looked at", { timeout: 30_000 }, async () => {
  const dead: Remote = { ...directoryRemote(folder), look: () => new Promise(() => undefined) };
  const cache = open(dead, { timeout: 60_000, lastWait: 60_000 });
  void cache.look();
  await cache.finish(running, 0);
  assert.deepEqual(warnings, []);
});

test("directoryRemote() asks a mount that does not answer once, and leaves the main thread free", async (t) => {
  const stat = t.mock.method(fs, "stat", () => new Promise(() => undefined));
  const cache = open(directoryRemote(folder), { timeout: 50, write: false });
  const looked = cache.look();
  const found = await Promise.all(["a", "b", "c", "d", "e"].map((name) => cache.find(sha256(name))));
  await looked;
  assert.deepEqual(new Set(found), new Set([undefined]));
  assert.equal(stat.mock.callCount(), 1, "each that waits holds a thread that others need");
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /it did not answer in time/);
});

test(
  "RemoteCache.look() has one warning for a folder that nobody can make",
  { skip: process.platform !== "linux" },
  async () => {
    const cache = open(directoryRemote("/proc/slipway-nowhere"));
    void cache.look();
    await share(cache);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /it cannot be reached \(the folder cannot be made \(ENOENT\)\)/);
  },
);
