import assert from "node:assert/strict";
import { test } from "node:test";
import { makeStyle } from "../report/style.ts";
import { main } from "./program.ts";

/** What a command line ends with. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const told = { out: "", err: "" };
  const style = makeStyle(false);
  const terminal = {
    out: (text: string) => void (told.out += text),
    err: (text: string) => void (told.err += text),
    outStyle: style,
    errStyle: style,
  };
  return { code: await main(args, terminal), ...told };
}

test("main() tells of a wrong command line as of every other error: a code, and where to look", async () => {
  const cases: [string[], RegExp][] = [
    [["relese"], /^error\[usage\]: Unknown command 'relese'\n {2}next: Did you mean release\?\n$/],
    [["frobnicate"], /Unknown command 'frobnicate'\n {2}next: slipway --help says what is known\n$/],
    [["cache", "prune", "--al"], /Unknown option '--al'\n {2}next: slipway cache prune --help says/],
    [["release", "--rm-dist"], /Unknown option '--rm-dist'\n {2}next: GoReleaser 2 has it no more. Write --clean\n$/],
    [["build", "--skip-validate"], /Unknown option '--skip-validate'\n {2}next: .* Write --skip=validate\n$/],
    [["diff"], /^error\[usage\]: Missing required argument 'a'\n {2}next: slipway diff --help says/],
    [["check", "-C", "/nowhere/at/all"], /^error\[usage\]: There is no folder "\/nowhere\/at\/all"/],
  ];
  for (const [args, expected] of cases) {
    const { code, out, err } = await run(...args);
    assert.match(err, expected);
    assert.deepEqual([code, out], [2, ""], args.join(" "));
  }
});

test("main() tells of a wrong command line as JSON where that is asked for", async () => {
  const { code, out } = await run("relese", "--json");
  assert.equal(code, 2);
  assert.deepEqual(JSON.parse(out), {
    type: "error",
    code: "usage",
    message: "Unknown command 'relese'",
    hint: "Did you mean release?",
  });
});

test("main() prints help without an error", async () => {
  const { code, out, err } = await run("plan", "--help");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^Usage: slipway plan/);
});
