import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";
import { mapAtMost } from "./map-at-most.ts";

test("mapAtMost() keeps the order and never does more at a time than it is told", async () => {
  let now = 0;
  let peak = 0;
  const work = async (item: number): Promise<number> => {
    peak = Math.max(peak, ++now);
    for (let turn = 0; turn < 7 - item; turn++) await setImmediate();
    now--;
    return item * 10;
  };
  assert.deepEqual(await mapAtMost(2, [1, 2, 3, 4, 5], work), [10, 20, 30, 40, 50]);
  assert.equal(peak, 2);
  assert.deepEqual(await mapAtMost(0, [1], work), [10]);
  assert.deepEqual(await mapAtMost(3, [], work), []);
});

test("mapAtMost() throws what the work throws", async () => {
  await assert.rejects(
    mapAtMost(2, [1, 2, 3], (item) => (item === 2 ? Promise.reject(new Error("two")) : Promise.resolve(item))),
    /two/,
  );
});
