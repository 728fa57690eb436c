import assert from "node:assert/strict";
import test from "node:test";
import { compareApi } from "./api-differences.ts";
import type { TargetFacts } from "./helper/helper-shapes.ts";

const target = (name: string, api: TargetFacts["api"], failure?: string): TargetFacts => ({
  name,
  api,
  packages: [],
  problems: [],
  ...(failure === undefined ? {} : { failure }),
});

test("compareApi() counts what each target has of what all have, and lists what some lack", () => {
  const { shares, differences } = compareApi([
    target("linux/amd64", { "x/a": ["func F()", "func G()"], "x/unix": ["func U()"] }),
    target("windows/amd64", { "x/a": ["func F(int)", "func G()"] }),
    target("plan9/386", {}, "no such package"),
  ]);
  assert.deepEqual(shares.get("linux/amd64"), { have: 3, of: 4, percent: 75 });
  assert.deepEqual(shares.get("windows/amd64"), { have: 2, of: 4, percent: 50 });
  assert.equal(shares.get("plan9/386"), undefined);
  assert.deepEqual(
    differences.map(({ item, missing }) => [item, missing]),
    [
      ["func F()", ["windows/amd64"]],
      ["func F(int)", ["linux/amd64"]],
      ["func U()", ["windows/amd64"]],
    ],
  );
});

test("compareApi() calls nothing but all of it 100 percent, and a module without API complete", () => {
  const items = Array.from({ length: 10_000 }, (_, index) => `func F${index}()`);
  const { shares } = compareApi([target("a", { p: items }), target("b", { p: items.slice(1) })]);
  assert.deepEqual([shares.get("a")?.percent, shares.get("b")?.percent], [100, 99.9]);
  assert.equal(compareApi([target("a", {})]).shares.get("a")?.percent, 100);
});
