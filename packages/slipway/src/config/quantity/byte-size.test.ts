import assert from "node:assert/strict";
import test from "node:test";
import { readByteSize } from "./byte-size.ts";

test("readByteSize() reads every way in which people write sizes", () => {
  const sizes = {
    "500M": 500e6,
    "20MB": 20e6,
    "1.5 GiB": 1.5 * 2 ** 30,
    "64mib": 64 << 20,
    "600k": 600e3,
    "10Gi": 10 * 2 ** 30,
  };
  for (const [text, bytes] of Object.entries({ ...sizes, "4096": 4096, "2 TB": 2e12, "7B": 7 }))
    assert.equal(readByteSize(text), bytes, text);
  for (const text of ["", "M", "0", "0.2", "-1M", "5X", "5iB", "1e3", "1,5M", "5 M B"])
    assert.equal(readByteSize(text), undefined, text);
});
