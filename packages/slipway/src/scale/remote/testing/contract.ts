import assert from "node:assert/strict";
import { test } from "node:test";
import { newKeyPair, signingKeyOf } from "../../../platform/ed25519.ts";
import { sha256 } from "../../../platform/hash.ts";
import { GuardedRemote } from "../guarded.ts";
import { RemoteCache } from "../remote-cache.ts";
import type { Remote, RemoteKey } from "../remote.ts";

/** A back end to hold to the contract, and how to get rid of its server. */
export interface ContractPlace {
  open(): Promise<Remote> | Remote;
  readonly close?: () => Promise<void> | void;
}

const signal = new AbortController().signal;
const LIMIT = 50e6;

/** Bytes that look random and are always the same. */
export function noise(seed: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = Number.parseInt(sha256(seed).slice(0, 8), 16) | 1;
  for (let at = 0; at < length; at++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + at;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function blobKey(bytes: Uint8Array): RemoteKey {
  return { space: "blobs", name: sha256(bytes), size: bytes.length };
}

/** The tests that every back end passes, on the server that `start` starts. */
export function remoteContract(
  name: string,
  start: () => Promise<ContractPlace>,
  options: { large?: number } = {},
): void {
  test(`${name} keeps the contract of remotes`, async (t) => {
    const place = await start();
    try {
      const remote = await place.open();
      await t.test("what was put comes back, byte for byte", async () => {
        for (const length of [0, 1, 70_000, options.large ?? 5_000_000]) {
          const bytes = noise(`blob ${length}`, length);
          await remote.put(blobKey(bytes), bytes, { signal });
          assert.deepEqual(await remote.get(blobKey(bytes), { signal, limit: LIMIT }), bytes, `${length} bytes`);
        }
      });
      await t.test("what was never put is not there", async () => {
        const other = noise("never", 10);
        assert.equal(await remote.get(blobKey(other), { signal, limit: LIMIT }), undefined);
        const large = { ...blobKey(noise("never large", 10)), size: 3_000_000 };
        assert.equal(await remote.get(large, { signal, limit: LIMIT }), undefined);
        assert.equal(
          await remote.get({ space: "actions", name: sha256("never") }, { signal, limit: LIMIT }),
          undefined,
        );
      });
      await t.test("has() tells what is there", async () => {
        const [one, other] = [noise("has", 1000), noise("has not", 1000)];
        await remote.put(blobKey(one), one, { signal });
        const [there, gone] = [blobKey(one), blobKey(other)];
        assert.deepEqual([...(await remote.has([there, gone], { signal }))], [there]);
      });
      await t.test("entries and blobs of one name are two things", async () => {
        const bytes = noise("blob", 100);
        const entry = noise("entry", 200);
        const key: RemoteKey = { space: "actions", name: sha256("some work") };
        await remote.put(key, entry, { signal });
        await remote.put(blobKey(bytes), bytes, { signal });
        assert.deepEqual(await remote.get(key, { signal, limit: LIMIT }), entry);
        await remote.put(key, entry, { signal });
      });
      await t.test("an answer above the limit is refused", async () => {
        const bytes = noise("above", 200_000);
        await remote.put(blobKey(bytes), bytes, { signal });
        await assert.rejects(remote.get(blobKey(bytes), { signal, limit: 100_000 }), { type: "too-large" });
      });
      await t.test("many machines write at once", async () => {
        const all = Array.from({ length: 12 }, (_, index) => noise(`many ${index % 6}`, 20_000));
        const guard = { read: true, write: true, timeout: 30_000, signal, warn: (text: string) => assert.fail(text) };
        const guarded = new GuardedRemote(remote, guard);
        await Promise.all(all.map((bytes) => guarded.put(blobKey(bytes), bytes)));
        assert.deepEqual(await Promise.all(all.map((bytes) => guarded.get(blobKey(bytes), LIMIT))), all);
      });
      await t.test("a cancelled request ends", async () => {
        const stopped = AbortSignal.abort();
        const guard = {
          read: true,
          write: true,
          timeout: 5000,
          signal: stopped,
          warn: () => assert.fail("no warning"),
        };
        assert.equal(await new GuardedRemote(remote, guard).get(blobKey(noise("x", 9)), LIMIT), undefined);
      });
      await remote.close?.();
      await t.test("a result goes from one machine to another", async () => {
        const pair = newKeyPair();
        const warnings: string[] = [];
        const machine = async (): Promise<RemoteCache> => {
          const warn = (text: string): void => void warnings.push(text);
          const guard = { read: true, write: true, timeout: 30_000, signal, warn };
          const remotes = [new GuardedRemote(await place.open(), guard)];
          const key = signingKeyOf(pair.secretKey)!;
          return new RemoteCache({
            remotes,
            key,
            trusted: new Set([pair.publicKey]),
            limit: LIMIT,
            patience: 15_000,
            warn,
          });
        };
        const files = new Map([
          ["program", new Uint8Array(3_000_000).map((_, at) => (at * 7) % 256)],
          ["archive", noise("archive", 300_000)],
          ["note", noise("note", 40)],
        ]);
        const outputs = [...files].map(([path, bytes]) => ({ path, digest: sha256(bytes), size: bytes.length }));
        const key = sha256(`work of ${name}`);
        const first = await machine();
        const bytes = (path: string): Promise<Uint8Array | undefined> => Promise.resolve(files.get(path));
        first.offer(() => Promise.resolve({ key, about: { a: 1 }, ms: 5000, outputs, bytes }));
        await first.finish(signal, 0);
        assert.equal(first.traffic.written, 1);
        const second = await machine();
        const found = await second.find(key);
        for (const [path, content] of files) assert.deepEqual(await found?.bytes(path), content, path);
        await second.finish(signal, 0);
        assert.deepEqual(warnings, []);
      });
    } finally {
      await place.close?.();
    }
  });
}
