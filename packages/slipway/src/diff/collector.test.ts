import assert from "node:assert/strict";
import { test } from "node:test";
import { CLOCK_HINT } from "../binary/diff/value-hint.ts";
import { Collector, MEMBER_TIME_HINT, seen } from "./collector.ts";

function hints(commitB: string): (string | undefined)[] {
  const out = new Collector();
  if (commitB !== "a") out.cause(seen("vcs", "vcs.revision", "a", commitB), { path: "x" });
  out.cause(seen("member-time", "time of members", "1", "2", MEMBER_TIME_HINT), { path: "x" });
  out.cause(seen("variable", "main.date", "10:00:00", "11:00:00", CLOCK_HINT), { path: "x" });
  out.cause(seen("path", "path", "/tmp/a", "/tmp/b", "build both with -trimpath"), { path: "x" });
  return out.finish().causes.map(({ code, hint }) => `${code}: ${hint}`);
}

test("a difference of one commit comes with advice on its times", () => {
  assert.deepEqual(hints("a"), [
    `member-time: ${MEMBER_TIME_HINT}`,
    "path: build both with -trimpath",
    `variable: ${CLOCK_HINT}`,
  ]);
});

test("two commits have other times by right: only what is none of a commit's is advised on", () => {
  assert.deepEqual(hints("b"), [
    "member-time: undefined",
    "vcs: these are two commits: versions and times that differ follow from it",
    "path: build both with -trimpath",
    "variable: undefined",
  ]);
});
