import assert from "node:assert/strict";
import test from "node:test";
import { machinesWords } from "./machines-words.ts";

function words(numbered: number, most: number, count: number): string {
  const build = Array.from({ length: numbered }, (_, at) => ({
    shard: `${at + 1}/${numbered}`,
    name: `${at + 1}`,
    runner: "ubuntu-24.04",
    targets: [],
  }));
  return machinesWords({ build, most }, { by: "cost", count });
}

test("machinesWords() tells targets that ran out from jobs that ran out", () => {
  assert.equal(words(3, 3, 5), "3 machines build: there are 3 targets (shards.count is 5)");
  assert.equal(
    words(200, 240, 250),
    "200 machines build: more jobs than a run may have were wanted (shards.count is 250)",
  );
  assert.match(words(5, 40, 5), /^5 machines build \(slipway plan --machines 5/);
  assert.match(words(4, 40, 0), /^4 machines build \(slipway plan --machines 4/);
});
