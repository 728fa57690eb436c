import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { pageSize, pageSizeIn } from "./page-size.ts";

test("pageSize() is what getconf says", { skip: process.platform !== "linux" && "only Linux counts in pages" }, () => {
  assert.equal(pageSize(), Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" })));
});

test("pageSizeIn() finds it in vectors of every word size and order, and in no torn one", () => {
  const wide = new Uint8Array(new BigUint64Array([3n, 64n, 6n, 65_536n, 0n, 0n]).buffer);
  assert.equal(pageSizeIn(wide, 8, true), 65_536);
  assert.equal(pageSizeIn(wide.subarray(0, 31), 8, true), undefined);
  const narrow = new Uint8Array([0, 0, 0, 6, 0, 0, 64, 0]);
  assert.equal(pageSizeIn(narrow, 4, false), 16_384);
});
