import assert from "node:assert/strict";
import test from "node:test";
import { array, assert as check, double, integer, property } from "fast-check";
import { layTiles } from "./treemap.ts";

test("layTiles gives areas as the sizes, inside the area, without overlap", () => {
  check(
    property(
      array(integer({ min: 0, max: 1_000_000 }), { maxLength: 40 }),
      double({ min: 0.2, max: 5, noNaN: true }),
      (sizes, aspect) => {
        const items = sizes.map((bytes, index) => ({ bytes, index }));
        const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
        const tiles = layTiles(items, (item) => item.bytes, aspect);
        assert.equal(tiles.length, sizes.filter((bytes) => bytes > 0).length);
        for (const tile of tiles) {
          assert.ok(
            Math.abs((tile.width * tile.height) / 100 - (tile.item.bytes / total) * 100) < 0.01,
            JSON.stringify(tile),
          );
          assert.ok(
            tile.left >= 0 && tile.top >= 0 && tile.left + tile.width <= 100.01 && tile.top + tile.height <= 100.01,
          );
        }
        for (const [index, a] of tiles.entries()) {
          for (const b of tiles.slice(index + 1)) {
            const wide = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
            const high = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
            assert.ok(wide <= 0.01 || high <= 0.01, `${JSON.stringify(a)} ${JSON.stringify(b)}`);
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});
