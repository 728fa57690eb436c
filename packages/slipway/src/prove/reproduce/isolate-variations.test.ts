import assert from "node:assert/strict";
import test from "node:test";
import { isolateVariations } from "./isolate-variations.ts";
import { VARIATIONS, type VariationName } from "./variation.ts";

const NAMES: readonly VariationName[] = VARIATIONS.map(({ name }) => name);

/** Isolates causes, each of which needs all of its variations at once, and counts the rebuilds. */
async function isolate(
  needs: Readonly<Record<string, readonly VariationName[]>>,
): Promise<{ readonly found: Readonly<Record<string, VariationName>>; readonly rebuilds: number }> {
  let rebuilds = 0;
  const found = await isolateVariations(Object.keys(needs), NAMES, (names, causes) => {
    rebuilds++;
    return Promise.resolve(causes.filter((cause) => needs[cause]!.every((name) => names.includes(name))));
  });
  return { found: Object.fromEntries(found), rebuilds };
}

test("isolateVariations() finds any one variation, and each of several causes", async () => {
  for (const name of NAMES) {
    const { found, rebuilds } = await isolate({ leak: [name] });
    assert.deepEqual(found, { leak: name });
    assert.ok(rebuilds <= 9, `${name}: ${rebuilds}`);
  }
  const each = await isolate(Object.fromEntries(NAMES.map((name) => [name, [name]])));
  assert.deepEqual(each.found, Object.fromEntries(NAMES.map((name) => [name, name])));
});

test("isolateVariations() gives up on what no variation brings about after a few rebuilds", async () => {
  let rebuilds = 0;
  const found = await isolateVariations(["by itself"], NAMES, () => {
    rebuilds++;
    return Promise.resolve([]);
  });
  assert.deepEqual([found.size, rebuilds], [0, 5]);
});

test("isolateVariations() lays nothing to a variation that needs another one", async () => {
  const { found } = await isolate({
    together: ["clock", "directory"],
    apart: ["clock", "address-layout"],
    one: ["host"],
  });
  assert.deepEqual(found, { one: "host" });
});

test("isolateVariations() asks nothing when nothing is open", async () => {
  assert.deepEqual(await isolate({}), { found: {}, rebuilds: 0 });
});
