import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { base64OfHex } from "../../platform/base64.ts";
import { sha256 } from "../../platform/hash.ts";
import { GoCache } from "../../source/go/go-cache.ts";
import { noise } from "../remote/testing/contract.ts";
import type { SharedObjects } from "./serve-prog.ts";
import { FakeGo } from "./testing/fake-go.ts";

let folder: string;
let warnings: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-prog-"));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(shared?: SharedObjects): FakeGo {
  const warn = (text: string): void => void warnings.push(text);
  return new FakeGo({ cache: new GoCache(folder), warn, ...(shared === undefined ? {} : { shared }) });
}

/** Names of all files in the folder. */
function names(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /[\\/]/.test(name));
}

test("serveProg() gives back what was put, byte for byte, in this session and the next", async () => {
  const go = start();
  assert.deepEqual(await go.commands, ["get", "put", "close"]);
  // Three large bodies go through in pieces; base64 of each length modulo three ends in another way.
  const bodies = [0, 1, 2, 3, 1000, 200_001, 3_000_002].map((length) => noise(`body ${length}`, length));
  const actionOf = (at: number): string => sha256(`action ${at}`);
  assert.deepEqual(await go.get(actionOf(0)), { ID: 1, Miss: true });
  for (const [at, body] of bodies.entries()) {
    const { DiskPath, Err } = await go.put(actionOf(at), body);
    assert.equal(Err, undefined);
    assert.deepEqual(new Uint8Array(readFileSync(DiskPath!)), body);
  }
  await go.close();
  const next = start();
  for (const [at, body] of bodies.entries()) {
    const { OutputID, Size, Time, DiskPath } = await next.get(actionOf(at));
    assert.equal(OutputID, base64OfHex(sha256(body)));
    assert.equal(Size, body.length);
    assert.ok(Math.abs(Date.parse(Time!) - Date.now()) < 3_600_000, Time);
    assert.deepEqual(new Uint8Array(readFileSync(DiskPath!)), body);
  }
  await next.close();
  assert.deepEqual(warnings, []);
});

test("serveProg() keeps no body that is not what its digest and size say", async () => {
  const go = start();
  const body = noise("body", 70_000);
  const action = sha256("action");
  for (const more of [
    { OutputID: base64OfHex(sha256("other")) },
    { BodySize: body.length - 1 },
    { BodySize: body.length + 1 },
    { BodySize: 3 },
    { OutputID: "AAAA" },
    { ActionID: "AAAA" },
    { OutputID: "../../../etc/passwd" },
  ]) {
    const answer = await go.put(action, body, more);
    assert.ok(answer.Err, JSON.stringify(more));
    assert.equal(answer.DiskPath, undefined);
    assert.deepEqual(await go.get(action).then(({ Miss }) => Miss), true);
  }
  assert.equal((await go.put(action, body)).Err, undefined, "and goes on");
  await go.close();
  assert.equal(names().length, 2, "nothing else is left");
  assert.equal(warnings.length, 1);
});

test("serveProg() answers what it does not know with an error, and ends on what is no request", async () => {
  const go = start();
  assert.match((await go.send({ Command: "get2" })).Err!, /unknown command "get2"/);
  assert.match((await go.send({ Command: "get", ActionID: "AA==" })).Err!, /32 bytes/);
  go.say("hello\n");
  await assert.rejects(go.served, /no JSON/);
  const other = start();
  other.say(
    `{"ID":1,"Command":"put","ActionID":"${base64OfHex(sha256("a"))}","OutputID":"${base64OfHex(sha256("b"))}",`,
  );
  other.say('"BodySize":3}\n\nno body');
  await assert.rejects(other.served, /no body/);
  assert.deepEqual(names(), [], "and leaves nothing");
});

test("serveProg() mends content that was damaged, once Go has made it again", async () => {
  const go = start();
  const body = noise("body", 1000);
  const { DiskPath } = await go.put(sha256("action"), body);
  writeFileSync(DiskPath!, noise("damage", 1000));
  await go.put(sha256("action"), body);
  assert.deepEqual(new Uint8Array(readFileSync(DiskPath!)), body);
  await go.close();
});

test("serveProg() gives what is half there a name that Go sweeps, for the case that somebody kills it", async () => {
  const go = start();
  go.say(`{"ID":1,"Command":"put","ActionID":"${base64OfHex(sha256("a"))}","OutputID":"${base64OfHex(sha256("b"))}",`);
  go.say(`"BodySize":1000}\n\n"${"AAAA".repeat(50)}`);
  for (let turn = 0; turn < 1000 && names().length === 0; turn++) await new Promise(setImmediate);
  assert.match(names().join(), /^[^,]+-d$/);
  await go.vanish();
});

test("serveProg() leaves no half of a body behind when go is gone", async () => {
  const go = start();
  go.say(`{"ID":1,"Command":"put","ActionID":"${base64OfHex(sha256("a"))}","OutputID":"${base64OfHex(sha256("b"))}",`);
  go.say(`"BodySize":1000}\n\n"${"AAAA".repeat(50)}`);
  await go.vanish();
  assert.deepEqual(names(), []);
});

test("serveProg() says of a folder that takes nothing what is wrong, and serves on", async () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "no folder");
  const go = start();
  for (const text of ["one", "two"]) {
    assert.ok((await go.put(sha256(text), noise(text, 10_000))).Err);
    assert.equal((await go.get(sha256(text))).Miss, true);
  }
  await go.close();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /Cannot keep what Go made: E/);
});

test("serveProg() answers others while something is fetched, and waits for it before it closes", async () => {
  const cache = new GoCache(folder);
  let arrive: () => void = () => undefined;
  const coming = new Promise<void>((resolve) => (arrive = resolve));
  const body = noise("from afar", 500);
  const far = sha256("far");
  const finished: string[] = [];
  const shared: SharedObjects = {
    async fetch(action) {
      if (action !== far) return;
      await coming;
      await cache.write({ action, output: sha256(body), size: body.length }, body);
    },
    used: (_entry, how) => void finished.push(how),
    finish: () => Promise.resolve(void finished.push("finish")),
  };
  const go = start(shared);
  const slow = go.get(far);
  await go.put(sha256("near"), noise("near", 10));
  assert.equal((await go.get(sha256("near"))).Size, 10);
  assert.equal((await go.get(sha256("nowhere"))).Miss, true);
  const closing = go.close();
  arrive();
  assert.equal((await slow).Size, 500);
  await closing;
  assert.deepEqual(finished, ["made", "found", "found", "finish"]);
});

test("serveProg() keeps what is used from being thrown away by Go", async () => {
  const cache = new GoCache(folder);
  const body = noise("old", 100);
  const entry = { action: sha256("old action"), output: sha256(body), size: body.length };
  await cache.write(entry, body);
  const { utimesSync, statSync } = await import("node:fs");
  const files = [cache.actionFile(entry.action), cache.outputFile(entry.output)];
  for (const file of files) utimesSync(file, 1000, 1000);
  const go = start();
  await go.get(entry.action);
  await go.close();
  for (const file of files) assert.ok(statSync(file).mtimeMs > 1e12, file);
});
