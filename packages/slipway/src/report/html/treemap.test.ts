import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { treemap } from "./treemap.ts";

const self = (size: number): number => size;

test("treemap() fills the frame with tiles of the right areas that do not overlap", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 40 }),
      fc.integer({ min: 50, max: 1000 }),
      fc.integer({ min: 50, max: 1000 }),
      (sizes, width, height) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const tiles = treemap(sizes, { width, height, size: self });
        assert.equal(tiles.length, sizes.filter((size) => size > 0).length);
        for (const tile of tiles) {
          assert.ok(Math.abs(tile.width * tile.height - (tile.item / total) * width * height) < 2);
          assert.ok(tile.x >= 0 && tile.y >= 0);
          assert.ok(tile.x + tile.width < width + 0.01 && tile.y + tile.height < height + 0.01);
        }
        for (const [index, a] of tiles.entries()) {
          for (const b of tiles.slice(index + 1)) {
            const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            assert.ok(wide < 0.01 || high < 0.01, `${JSON.stringify(a)} ${JSON.stringify(b)}`);
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("treemap() puts the largest first, and the rest last", () => {
  const order = (isLast?: (size: number) => boolean): readonly number[] =>
    treemap([1, 5, 3], { width: 10, height: 10, size: self, ...(isLast === undefined ? {} : { isLast }) }).map(
      ({ item }) => item,
    );
  assert.deepEqual(order(), [5, 3, 1]);
  assert.deepEqual(
    order((size) => size === 5),
    [3, 1, 5],
  );
  const tiles = treemap([1, 5, 3], { width: 10, height: 10, size: self });
  assert.deepEqual([tiles[0]?.x, tiles[0]?.y], [0, 0]);
});

test("treemap() of nothing is nothing", () => {
  assert.deepEqual(treemap([], { width: 1, height: 1, size: self }), []);
  assert.deepEqual(treemap([0], { width: 1, height: 1, size: self }), []);
});
