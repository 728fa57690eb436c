import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { inspectBinary } from "../binary/inspect/inspect-binary.ts";
import { compareSizes } from "../binary/size/compare-sizes.ts";
import { buildProbe } from "../binary/testing/go-files.ts";
import { diffPaths } from "../diff/diff-paths.ts";
import { diffPage } from "./diff-page.ts";
import { sizePage } from "./inspect/size-page.ts";
import { checkPages } from "./testing/check-pages.ts";

/** A name that has to be wrapped somewhere on a narrow screen. */
const LONG = `a-name-without-any-space-${"x".repeat(90)}.txt`;

test("the page of a difference works from a file, fits 360 and 1600 pixels in both themes, and is accessible", async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-diff-page-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [a, b] = [path.join(folder, "a"), path.join(folder, "b")];
  for (const [side, options] of [
    [a, {}],
    [b, { variables: "-X main.version=v2 -X main.date=2027", ldflags: "-s -w", trimpath: false }],
  ] as const) {
    cpSync(buildProbe("linux/amd64", options).path, path.join(side, "bin/probe"));
    writeFileSync(path.join(side, LONG), `one ${side === a ? "first" : "second"}\n`);
    writeFileSync(path.join(side, "same.txt"), "same\n");
  }
  writeFileSync(path.join(b, `only-${LONG}`), "");
  const different = await diffPaths(a, b, { dir: folder });
  const same = await diffPaths(a, a, { dir: folder });
  await checkPages(t, { different: diffPage(different, { a, b }), same: diffPage(same, { a, b: a }) });
});

test("the page of sizes works from a file, fits 360 and 1600 pixels in both themes, and is accessible", async (t) => {
  const before = inspectBinary(buildProbe("linux/amd64").bytes, { sizes: true });
  const files = { "assets/hello.txt": "x".repeat(50_000), [`assets/${LONG}`]: "long" };
  const after = inspectBinary(buildProbe("linux/amd64", { files }).bytes, { sizes: true });
  const programs = [{ name: "", comparison: compareSizes(before.sizes!, after.sizes!) }];
  const stripped = inspectBinary(buildProbe("darwin/arm64", { ldflags: "-s -w" }).bytes, { sizes: true });
  await checkPages(t, {
    changed: sizePage({ file: `dist/${LONG}`, ...after }, { since: `old/${LONG}`, programs }),
    stripped: sizePage({ file: "probe", ...stripped }),
  });
});
