import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { base64OfHex } from "../../platform/base64.ts";
import { newKeyPair, signingKeyOf } from "../../platform/ed25519.ts";
import { sha256 } from "../../platform/hash.ts";
import { mulberry32 } from "../../platform/testing/random.ts";
import { GoCache } from "../../source/go/go-cache.ts";
import { directoryRemote } from "../remote/directory.ts";
import { GuardedRemote } from "../remote/guarded.ts";
import { RemoteCache } from "../remote/remote-cache.ts";
import type { Remote } from "../remote/remote.ts";
import { noise } from "../remote/testing/contract.ts";
import { FAULTS } from "../remote/testing/fault.ts";
import { faultyDirectory } from "../remote/testing/faulty-directory.ts";
import { packsKey, SharedPacks } from "./shared-packs.ts";
import { FakeGo } from "./testing/fake-go.ts";

const pair = newKeyPair();
const key = packsKey({ GOVERSION: "go1.26.8", GOOS: "linux", GOARCH: "amd64" }, "example.test/m");
let home: string;
let warnings: string[];
let requests: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "slipway-packs-"));
  warnings = [];
  requests = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** How a session meets the remote. */
interface Session {
  readonly remote: Remote;
  readonly signs?: boolean;
  readonly trusted?: readonly string[];
  readonly timeout?: number;
  /** Milliseconds that compiling one thing takes. */
  readonly compiling?: number;
}

/** What compiling comes to: always the same, and some of it equal. */
function compiled(name: string): Uint8Array {
  return noise(name.replace(/-twin$/, ""), 500 + (Number.parseInt(sha256(name).slice(0, 4), 16) % 50_000));
}

/** One `go build` on a machine: what had to be compiled. Everything that it is given must be right. */
async function build(machine: string, names: readonly string[], session: Session): Promise<string[]> {
  const warn = (text: string): void => void warnings.push(text);
  const { remote, signs = true, trusted = [pair.publicKey], timeout = 20_000 } = session;
  const counted: Remote = {
    ...remote,
    get: (asked, read) => {
      requests.push(`get ${asked.space}`);
      return remote.get(asked, read);
    },
    put: (asked, bytes, request) => {
      requests.push(`put ${asked.space}`);
      return remote.put(asked, bytes, request);
    },
  };
  const { signal } = new AbortController();
  const guard = { read: true, write: signs, timeout, signal, warn, pause: 1 };
  const remotes = new RemoteCache({
    remotes: [new GuardedRemote(counted, guard)],
    trusted: new Set(trusted),
    limit: 1e8,
    patience: 15_000,
    warn,
    ...(signs ? { key: signingKeyOf(pair.secretKey)! } : {}),
  });
  let clock = 0;
  const cache = new GoCache(join(home, machine));
  const shared = new SharedPacks({ cache, key, open: () => Promise.resolve(remotes), warn, now: () => clock });
  const go = new FakeGo({ cache, shared, warn });
  const made: string[] = [];
  for (const name of names) {
    const action = sha256(`action of ${name}`);
    const expected = compiled(name);
    const answer = await go.get(action);
    if (answer.Miss) {
      clock += session.compiling ?? 3000;
      made.push(name);
      assert.equal((await go.put(action, expected)).Err, undefined);
    } else {
      assert.equal(answer.OutputID, base64OfHex(sha256(expected)), name);
      assert.deepEqual(new Uint8Array(readFileSync(answer.DiskPath!)), expected, name);
    }
  }
  await go.close();
  return made;
}

const STD = Array.from({ length: 30 }, (_, at) => `std${at}`);
const shared = (): Remote => directoryRemote(join(home, "remote"));

test("SharedPacks bring in a few requests what another machine compiled", async () => {
  const names = [...STD, "std3-twin", "main"];
  assert.deepEqual(await build("one", names, { remote: shared() }), names);
  requests = [];
  assert.deepEqual(await build("two", names, { remote: shared() }), []);
  assert.deepEqual(requests, ["get actions", "get blobs"]);
  requests = [];
  assert.deepEqual(await build("two", names, { remote: shared() }), []);
  assert.deepEqual(requests, [], "who misses nothing asks for nothing");
  assert.deepEqual(warnings, []);
});

test("SharedPacks add what was compiled beside them, and other builds of the module find both", async () => {
  await build("one", [...STD, "main"], { remote: shared() });
  requests = [];
  assert.deepEqual(await build("two", [...STD, "edited main"], { remote: shared() }), ["edited main"]);
  assert.deepEqual(requests.filter((each) => each.startsWith("put")).length, 2, "one object and the list");
  assert.deepEqual(await build("three", [...STD, "vet"], { remote: shared() }), ["vet"]);
  assert.deepEqual(await build("four", [...STD, "main", "edited main", "vet"], { remote: shared() }), []);
  assert.deepEqual(warnings, []);
});

test("SharedPacks start anew when there would be too many of them", async () => {
  await build("one", ["std"], { remote: shared() });
  for (let at = 0; at < 26; at++) await build(`two${at}`, ["std", `edit ${at}`], { remote: shared() });
  assert.deepEqual(await build("last", ["std", "edit 25"], { remote: shared() }), []);
  const forgotten = await build("old", ["edit 0", "edit 1"], { remote: shared() });
  assert.deepEqual(forgotten, ["edit 0", "edit 1"]);
  assert.deepEqual(warnings, []);
});

test("SharedPacks write nothing that took no time, without a key, or where nobody may write", async () => {
  await build("quick", STD, { remote: shared(), compiling: 1 });
  await build("reader", STD, { remote: shared(), signs: false });
  assert.deepEqual(
    requests.filter((each) => each.startsWith("put")),
    [],
  );
  assert.deepEqual(warnings, []);
});

test("SharedPacks believe only keys that are trusted", async () => {
  await build("one", STD, { remote: shared() });
  const stranger = { remote: shared(), signs: false, trusted: [newKeyPair().publicKey] };
  assert.deepEqual(await build("two", STD, stranger), STD);
  assert.match(warnings.join("\n"), /no trusted key has signed/);
});

test("packsKey() tells modules, targets and flags apart", () => {
  const env = { GOVERSION: "go1.26.8", GOOS: "linux", GOARCH: "amd64", GOFLAGS: "" };
  const keys = [
    packsKey(env, "a"),
    packsKey(env, "b"),
    packsKey({ ...env, GOOS: "darwin" }, "a"),
    packsKey({ ...env, GOVERSION: "go1.27" }, "a"),
    packsKey({ ...env, GOFLAGS: "-trimpath" }, "a"),
    packsKey({ ...env, GOARM64: "v9.0" }, "a"),
  ];
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(packsKey({ ...env, HOME: "/home/other" }, "a"), keys[0]);
});

test("20 seeds: a build with a remote that fails in any way gets what is right, and one warning at most", async () => {
  let helped = 0;
  for (let seed = 0; seed < 20; seed++) {
    warnings = [];
    const fault = FAULTS[seed % FAULTS.length]!;
    const random = mulberry32(seed * 7919);
    let chance = [0, 0.3][seed % 2]!;
    const place = await faultyDirectory(() => (random() < chance ? fault : undefined));
    const names = [...STD.slice(0, 5), "twin", "twin-twin"];
    const timeout = fault === "delay" ? 60 : 20_000;
    const label = `seed ${seed}: ${fault}`;
    await build(`one${seed}`, names, { remote: await place.open(), timeout });
    chance = [0, 0.3, 1][seed % 3]!;
    const made = await build(`two${seed}`, names, { remote: await place.open(), timeout });
    helped += names.length - made.length;
    assert.ok(warnings.length <= 2, `${label}: ${warnings.join("\n")}`);
    for (const text of warnings)
      assert.match(text, /^The remote cache "|not written to the remote cache/, `${label}: ${text}`);
    await place.close();
  }
  assert.ok(helped > 0);
});
