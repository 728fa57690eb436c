import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { FormatError } from "./format-error.ts";
import { Reader } from "./reader.ts";

test("Reader names field, offset, what it found and what it expected", () => {
  const reader = new Reader(Uint8Array.of(1, 2), { origin: 0x40 }).seek(1, "start");
  assert.throws(() => reader.u32("e_version"), {
    name: "FormatError",
    message: "Cannot read e_version at offset 0x41: expected 4 bytes, found 1 bytes",
    offset: 0x41,
    field: "e_version",
    expected: "4 bytes",
    found: "1 bytes",
  });
});

test("Reader reads both byte orders and both address widths", () => {
  const bytes = Uint8Array.of(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08);
  assert.equal(new Reader(bytes).u32("x"), 0x04030201);
  assert.equal(new Reader(bytes, { littleEndian: false }).u32("x"), 0x01020304);
  assert.equal(new Reader(bytes, { addressSize: 4 }).address("x"), 0x04030201n);
  assert.equal(new Reader(bytes, { addressSize: 8 }).address("x"), 0x0807060504030201n);
});

test("Reader.count refuses more records than fit behind the cursor", () => {
  const reader = new Reader(new Uint8Array(100)).seek(20, "x");
  assert.equal(reader.count(10, 8, "nsyms"), 10);
  assert.throws(() => reader.count(11, 8, "nsyms"), /expected at most 10 records of 8 bytes, found 11/);
});

test("Reader.size64 refuses what no file can be", () => {
  const bytes = new Uint8Array(8).fill(0xff);
  assert.throws(() => new Reader(bytes).size64("sh_size"), /sh_size at offset 0x0: expected at most 2\^53 - 1/);
});

test("Reader.sub keeps offsets of the whole in its errors", () => {
  const part = new Reader(new Uint8Array(64)).sub(32, 8, "note").seek(6, "note");
  assert.throws(
    () => part.u32("n_type"),
    (error) => error instanceof FormatError && error.offset === 38,
  );
});

test("Reader.slice never leaves the file", () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.integer({ min: -50, max: 2 ** 40 }),
      fc.integer({ min: -50, max: 2 ** 40 }),
      (length, offset, size) => {
        const reader = new Reader(new Uint8Array(length));
        try {
          assert.equal(reader.slice(offset, size, "x").length, size);
          assert.ok(offset >= 0 && offset + size <= length);
        } catch (error) {
          assert.ok(error instanceof FormatError);
          assert.ok(offset < 0 || size < 0 || offset + size > length);
          assert.ok(error.offset >= 0 && error.offset <= length);
        }
      },
    ),
  );
});

test("Reader.uleb64, sleb64 and sleb32 read back what LEB128 writes", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      assert.equal(new Reader(uleb(value)).uleb64("x"), value);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      assert.equal(new Reader(sleb(value)).sleb64("x"), value);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => {
      assert.equal(new Reader(sleb(BigInt(value))).sleb32("x"), value);
    }),
  );
});

test("Reader.uleb32 refuses numbers over 32 bits", () => {
  assert.equal(new Reader(uleb(0xffffffffn)).uleb32("x"), 0xffffffff);
  assert.throws(() => new Reader(uleb(0x100000000n)).uleb32("size"), FormatError);
  assert.throws(() => new Reader(new Uint8Array(16).fill(0x80)).uleb32("size"), FormatError);
});

function uleb(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

function sleb(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return Uint8Array.from(bytes);
  }
}
