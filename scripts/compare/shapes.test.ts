import assert from "node:assert/strict";
import test from "node:test";
import { compareWithRecord } from "./compare-with-record.ts";
import { SHAPES } from "./shapes.ts";

for (const shape of SHAPES.filter(({ manyTargets }) => !manyTargets)) {
  test(`shape "${shape.name}" comes out as GoReleaser makes it`, async () => {
    assert.deepEqual(await compareWithRecord(shape), []);
  });
}
