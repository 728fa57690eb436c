import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { treemap } from "./treemap.ts";

test("treemap() fills the frame with tiles of the right areas that do not overlap", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      const frame = { x: 0, y: 0, width: 300, height: 200 };
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const tiles = treemap(
        sizes.map((size) => ({ size })),
        frame,
      );
      assert.equal(tiles.length, sizes.length);
      for (const { item, x, y, width, height } of tiles) {
        assert.ok(Math.abs(width * height - (item.size / total) * 60_000) < 0.01);
        assert.ok(x > -0.01 && y > -0.01 && x + width < 300.01 && y + height < 200.01);
      }
      for (const [index, a] of tiles.entries()) {
        for (const b of tiles.slice(index + 1)) {
          const apart =
            a.x + a.width <= b.x + 0.01 ||
            b.x + b.width <= a.x + 0.01 ||
            a.y + a.height <= b.y + 0.01 ||
            b.y + b.height <= a.y + 0.01;
          assert.ok(apart);
        }
      }
    }),
  );
});

test("treemap() of nothing is nothing", () => {
  assert.deepEqual(treemap([], { x: 0, y: 0, width: 1, height: 1 }), []);
  assert.deepEqual(treemap([{ size: 0 }], { x: 0, y: 0, width: 1, height: 1 }), []);
});
