import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { SlipwayError } from "../errors.ts";
import { makeStyle } from "../report/style.ts";
import { reportFailure } from "./failure.ts";

const before = { ...process.env };
beforeEach(() => Object.assign(process.env, { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: "/w" }));
afterEach(() => {
  for (const name of ["GITHUB_ACTIONS", "GITHUB_WORKSPACE"]) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

/** The annotations of a failure. */
function annotations(error: SlipwayError): string[] {
  const lines: string[] = [];
  const style = makeStyle(false);
  const terminal = {
    out: () => undefined,
    err: (text: string) => void lines.push(text),
    outStyle: style,
    errStyle: style,
  };
  reportFailure(error, terminal, { json: false, dir: "/w/app" });
  return lines.filter((line) => line.startsWith("::")).map((line) => line.trimEnd());
}

test("reportFailure() annotates every place of a compile error, once for all targets that have it", () => {
  const failed = (target: string): SlipwayError =>
    new SlipwayError("build-failed", `Cannot build x for ${target}: undefined: a`, {
      where: { file: "main.go", line: 3, column: 2 },
      also: [{ where: { file: "sub/y.go", line: 7 }, message: "undefined: b" }],
      target,
    });
  const others = [failed("linux/amd64"), failed("darwin/arm64")];
  assert.deepEqual(annotations(new SlipwayError("tasks-failed", "2 of 9 tasks failed", { others })), [
    "::error file=app/main.go,line=3,col=2,title=build-failed::Cannot build x for linux/amd64, darwin/arm64: undefined: a",
    "::error file=app/sub/y.go,line=7,title=build-failed::undefined: b",
  ]);
});
