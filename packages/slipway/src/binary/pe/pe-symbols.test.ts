import assert from "node:assert/strict";
import test from "node:test";
import { readBinary } from "../read-binary.ts";
import { buildProbe } from "../testing/go-files.ts";
import { PeFile } from "./pe-file.ts";

test("symbolsWhere() can be asked many times: looking at names uses nothing up", () => {
  const file = readBinary(buildProbe("windows/amd64").bytes);
  assert.ok(file instanceof PeFile);
  const ask = (): number => file.symbolsWhere((bytes, _, end) => bytes[end - 1] === 0x72).length;
  const first = ask();
  assert.ok(first > 0);
  for (let again = 0; again < 5; again += 1) assert.equal(ask(), first);
});
