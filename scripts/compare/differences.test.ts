import assert from "node:assert/strict";
import test from "node:test";
import { differences } from "./differences.ts";
import type { DistShape } from "./dist-shape.ts";

const SAME: DistShape = {
  files: ["a.tar.gz", "sums.txt"],
  archives: { "a.tar.gz": ["0644 LICENSE", "0755 a"] },
  checksums: { "sums.txt": ["a.tar.gz", "b.zip"] },
  artifacts: ['{"name":"a.tar.gz"}', '{"name":"a.tar.gz"}', '{"name":"sums.txt"}'],
};

test("differences() of equal folders is empty, whatever the order in artifacts.json", () => {
  assert.deepEqual(differences(SAME, { ...SAME, artifacts: [...SAME.artifacts].reverse() }), []);
});

test("differences() tells what only one side has", () => {
  assert.deepEqual(differences(SAME, { ...SAME, files: ["a.tar.gz", "c.txt"] }), [
    "dist: only GoReleaser has sums.txt",
    "dist: only Slipway has    c.txt",
  ]);
  assert.deepEqual(differences(SAME, { ...SAME, archives: { "a.tar.gz": ["0644 LICENSE", "0644 a"] } }), [
    "archive a.tar.gz: only GoReleaser has 0755 a",
    "archive a.tar.gz: only Slipway has    0644 a",
  ]);
});

test("differences() counts: an artifact that is listed once instead of twice is one", () => {
  assert.deepEqual(differences(SAME, { ...SAME, artifacts: SAME.artifacts.slice(1) }), [
    'artifacts.json: only GoReleaser has {"name":"a.tar.gz"}',
  ]);
});

test("differences() looks at the order of members and of checksum lines", () => {
  assert.deepEqual(
    differences(SAME, {
      ...SAME,
      archives: { "a.tar.gz": ["0755 a", "0644 LICENSE"] },
      checksums: { "sums.txt": ["b.zip", "a.tar.gz"] },
    }),
    [
      "archive a.tar.gz: order differs at 1: GoReleaser 0644 LICENSE, Slipway 0755 a",
      "checksum file sums.txt: order differs at 1: GoReleaser a.tar.gz, Slipway b.zip",
    ],
  );
});
