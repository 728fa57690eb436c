import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { glob } from "./glob.ts";
import { compileGlob, GlobFault, hasMatchers } from "./glob-pattern.ts";

/** Pattern, paths that match, paths that do not (goreleaser/fileglob 1.4.0 and gobwas/glob). */
const PATTERNS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["*", ["a", ".a", "a.b"], ["a/b"]],
  ["a/*/*", ["a/b/c"], ["a/b", "a/b/c/d"]],
  ["a/**/*", ["a/b/c", "a/b/c/d"], ["a/b", "b/a/c"]],
  ["**", ["a", "a/b", "a/b/c"], []],
  ["**/*.md", ["x/a.md", "x/y/a.md"], ["a.md", "x/a.txt"]],
  ["a?.txt", ["a1.txt", "aé.txt", "a😀.txt"], ["a.txt", "a/.txt"]],
  ["[!bc]/[a-z]/f[01]", ["a/b/f0", "d/z/f1"], ["b/b/f0", "a/1/f0", "a/b/f2"]],
  ["{a,[0-9]b}.txt", ["a.txt", "1b.txt"], ["b.txt", "ab.txt"]],
  ["{docs/a,man}/*", ["docs/a/x", "man/y"], ["docs/x", "docs/b/x"]],
  ["a\\*b", ["a*b"], ["axb"]],
  ["a+(b).$", ["a+(b).$"], ["aab"]],
];

for (const [pattern, matching, other] of PATTERNS) {
  test(`compileGlob("${pattern}") matches as GoReleaser's globs do`, () => {
    const { matches } = compileGlob(pattern);
    for (const text of matching) assert.ok(matches(text), text);
    for (const text of other) assert.ok(!matches(text), text);
  });
}

test("compileGlob() refuses what is malformed, with the place", () => {
  for (const [pattern, at] of [
    ["a[", 1],
    ["x[]", 1],
    ["[z-a]", 0],
    ["[a-z0-9]", 0],
    ["a{b", 1],
  ] as const) {
    assert.throws(
      () => compileGlob(pattern),
      (error) => error instanceof GlobFault && error.at === at,
      pattern,
    );
  }
});

test("compileGlob() tells the fixed beginning and where a walk may go", () => {
  const pattern = compileGlob("docs/man/*.1");
  assert.equal(pattern.prefix, "docs/man");
  assert.deepEqual(["docs", "docs/man", "src", "docs/man/sub"].map(pattern.mayMatchInside), [true, true, false, false]);
  assert.equal(compileGlob("*.md").prefix, ".");
  assert.equal(compileGlob("a/\\{b\\}").prefix, "a/{b}");
  assert.deepEqual(["a", "a*", "{a}", "a\\*", "["].map(hasMatchers), [false, true, true, false, false]);
});

async function inTree(use: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), "slipway-glob-"));
  try {
    for (const file of [
      "README.md",
      ".hidden",
      "docs/b.md",
      "docs/a.md",
      "docs/sub/c.md",
      "dist/old.md",
      ".git/x.md",
    ]) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), file);
    }
    symlinkSync("docs", path.join(root, "manual"));
    await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test("glob() walks in order, takes whole folders, and keeps links", () =>
  inTree(async (root) => {
    const found = async (pattern: string): Promise<readonly string[]> =>
      (await glob(pattern, { root, unlessNamed: [".git", "dist"] })).files;
    assert.deepEqual(await found("docs"), ["docs/a.md", "docs/b.md", "docs/sub/c.md"]);
    assert.deepEqual(await found("./docs/"), ["docs/a.md", "docs/b.md", "docs/sub/c.md"]);
    assert.deepEqual(await found("*"), [".hidden", "README.md", "docs/a.md", "docs/b.md", "docs/sub/c.md", "manual"]);
    assert.deepEqual(await found("**/*.md"), ["docs/a.md", "docs/b.md", "docs/sub/c.md"]);
    assert.deepEqual(await found("dist/*"), ["dist/old.md"]);
    assert.deepEqual(await found("manual"), ["manual"]);
    assert.deepEqual(await found("nothing*"), []);
    assert.deepEqual(await found("no/such/*"), []);
  }));

test("glob() fails for a plain name that is not there, and outside the root", () =>
  inTree(async (root) => {
    const code = async (pattern: string): Promise<string> => {
      const error: unknown = await glob(pattern, { root }).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof SlipwayError);
      return error.code;
    };
    assert.equal(await code("LICENSE"), "file-not-found");
    assert.equal(await code("../*"), "glob-invalid");
    assert.equal(await code("/etc/passwd"), "glob-invalid");
    assert.equal(await code("a["), "glob-invalid");
  }));

test("glob() tells the folders whose listing it depends on", () =>
  inTree(async (root) => {
    assert.deepEqual((await glob("docs/*.md", { root })).folders, [path.join(root, "docs")]);
    assert.deepEqual((await glob("new/*.md", { root })).folders, [root]);
  }));
