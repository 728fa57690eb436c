import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { borrowBytes } from "./borrow-bytes.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-borrow-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
}

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);

test("lends exactly the bytes of each file, whatever the memory held before", async () => {
  const long = file("long", "a long text ".repeat(1000));
  const short = file("short", "short");
  assert.equal(await borrowBytes(long, text), "a long text ".repeat(1000));
  assert.equal(await borrowBytes(short, text), "short");
  assert.equal(await borrowBytes(file("empty", ""), text), "");
});

test("the next file gets the memory of the last one", async () => {
  const first = await borrowBytes(file("one", "1".repeat(5000)), (bytes) => bytes?.buffer);
  const second = await borrowBytes(file("two", "2"), (bytes) => bytes?.buffer);
  assert.equal(first, second);
});

test("readers at the same time never share memory", async () => {
  const paths = Array.from({ length: 20 }, (_, index) => file(`many${index}`, `${index} `.repeat(2000)));
  const read = await Promise.all(paths.map((each) => borrowBytes(each, text)));
  assert.deepEqual(
    read,
    paths.map((_, index) => `${index} `.repeat(2000)),
  );
});

test("says that there is no file, and hands on what else is wrong", async () => {
  assert.equal(await borrowBytes(path.join(folder, "nothing"), text), undefined);
  await assert.rejects(borrowBytes(folder, text), { code: "EISDIR" });
  const failing = borrowBytes(file("three", "3"), () => {
    throw new Error("of the user");
  });
  await assert.rejects(failing, /of the user/);
});
