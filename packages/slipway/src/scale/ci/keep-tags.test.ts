import assert from "node:assert/strict";
import test from "node:test";
import { keepTags } from "./keep-tags.ts";

const workflow = (tags: string): string => `on:\n  push:\n    tags: ${tags}\n  pull_request:\njobs:\n  tags: [a]\n`;

test("the tags of the file that is there stay", () => {
  assert.equal(keepTags(workflow('["v*"]'), workflow('["$&\\\\+*"]')), workflow('["$&\\\\+*"]'));
});

test("a file without such a line changes nothing", () => {
  assert.equal(keepTags(workflow('["v*"]'), ""), workflow('["v*"]'));
  assert.equal(keepTags(workflow('["v*"]'), "on: push\n"), workflow('["v*"]'));
});
