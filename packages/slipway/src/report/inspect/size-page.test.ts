import assert from "node:assert/strict";
import test from "node:test";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import { compareSizes } from "../../binary/size/compare-sizes.ts";
import { buildProbe } from "../../binary/testing/go-files.ts";
import { makeStyle } from "../style.ts";
import { sizeChangeText } from "./size-change-text.ts";
import { sizePage } from "./size-page.ts";
import { sizeText } from "./size-text.ts";

const plain = makeStyle(false);
const small = inspectBinary(buildProbe("linux/amd64").bytes, { sizes: true });
const grown = inspectBinary(buildProbe("linux/amd64", { files: { "assets/hello.txt": "x".repeat(50_000) } }).bytes, {
  sizes: true,
});
const comparison = compareSizes(small.sizes!, grown.sizes!);

test("sizeText has bars by module, package and section, the longest for the largest", () => {
  const text = sizeText(small.sizes!, plain);
  for (const title of ["by module", "by package", "embedded files", "by section"]) {
    assert.match(text, new RegExp(`^${title}$`, "m"));
  }
  assert.match(text, /^ {2}Go's own packages +\d[\d.]* [kM]B +\d+ % {2}█+/m);
  assert.match(text, /^ {2}example\.com\/dep v1\.4\.2 +\d+ B +<0\.1 %/m);
  assert.match(text, /^by section\n {2}\S.*█{24}$/m);
});

test("sizeChangeText names what grew", () => {
  const text = sizeChangeText(comparison, plain);
  assert.match(text, /^\S+ [kM]B to \S+ [kM]B: \+\d[\d.]* kB \(\+\d[\d.]* %\)/);
  assert.match(text, /^ {2}assets\/hello\.txt +\+50\.0 kB {2}15 B to 50\.0 kB$/m);
  assert.equal(sizeChangeText(compareSizes(small.sizes!, small.sizes!), plain).split(": ")[1], "the same size");
});

test("sizePage has a map, tables and what changed, in one file that loads nothing", () => {
  const page = sizePage(
    { file: "dist/<probe>", ...grown },
    { since: "old/probe", programs: [{ name: "", comparison }] },
  );
  assert.match(page, /<title>Sizes of &lt;probe&gt;<\/title>/);
  assert.match(page, /What changed since old\/probe/);
  assert.match(
    page,
    /<section class="group c1" id="group-\d+" style="--x:[\d.]+%;--y:[\d.]+%;--w:[\d.]+%;--h:[\d.]+%;--nx:/,
  );
  assert.match(page, /title="runtime: [\d.]+ kB, [\d.]+ %; code [\d.]+ kB, data [\d.]+ kB, tables [\d.]+ kB"/);
  assert.match(page, /<th scope="row">example\.com\/dep<\/th><td>v1\.4\.2<\/td>/);
  assert.doesNotMatch(page, /<script|(?:src|href)="(?!#|data:)/);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, "each id stands once");
  for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id), `#${id} leads somewhere`);
  assert.equal(
    page,
    sizePage({ file: "dist/<probe>", ...grown }, { since: "old/probe", programs: [{ name: "", comparison }] }),
  );
});
