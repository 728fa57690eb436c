import assert from "node:assert/strict";
import test from "node:test";
import { assert as check, property, string } from "fast-check";
import { html, jsonScript, safeLink, trusted } from "./html.ts";
import { renderPage } from "./page.ts";
import { badge, dataTable, factList, section } from "./page-words.ts";

test("html escapes values in text and attributes, keeps markup, joins lists, leaves out nothing", () => {
  const rows = ["<b>", 'a"b'].map((each) => html`<i title="${each}">${each}</i>`);
  assert.equal(
    String(html`<p>${rows}${null}${false}${undefined}${0}${12n}${trusted("<hr>")}</p>`),
    '<p><i title="&lt;b&gt;">&lt;b&gt;</i><i title="a&quot;b">a&quot;b</i>012<hr></p>',
  );
});

test("html shows control characters and turned text as what they are", () => {
  assert.equal(String(html`${"a\u001b[31m\u202eb\n"}`), "a\\u001b[31m\\u202eb\n");
});

test("html never lets a value begin an element or end an attribute", () => {
  check(
    property(string({ unit: "binary" }), (text) => {
      assert.doesNotMatch(String(html`${text}`), /[<>"']/);
    }),
  );
});

test("jsonScript gives back the data and cannot be left", () => {
  const data = { text: "</script><!-- & \u2028" };
  const text = String(jsonScript("data", data));
  const inner = /^<script type="application\/json" id="data">(.*)<\/script>$/.exec(text)?.[1] ?? "";
  assert.doesNotMatch(inner, /[<>&]/);
  assert.deepEqual(JSON.parse(inner), data);
});

test("safeLink lets web addresses and places of the page through, nothing that acts", () => {
  for (const address of [
    "https://example.test/a",
    "#part",
    "a/b.html",
    "./x",
    "/x",
    "mailto:a@example.test",
    "file.html",
  ]) {
    assert.equal(safeLink(address), address);
  }
  for (const address of ["javascript:alert(1)", "data:text/html,x", " javascript:x", "vbscript:x", "java\nscript:x"]) {
    assert.equal(safeLink(address), "#");
  }
});

test("renderPage makes one file that loads nothing, with landmarks, contents and a policy", () => {
  const page = renderPage({
    title: "A <page>",
    summary: "What it is",
    contents: [{ id: "one", label: "One" }],
    body: section("one", "One", [
      factList([
        ["Name", "x & y"],
        ["Gone", undefined],
      ]),
      dataTable({ caption: "Rows", head: ["Name", "Size"], rows: [["a", 1]], numbers: [1] }),
      badge("ok", "good"),
    ]),
    script: "document.title;",
  });
  assert.match(page, /^<!doctype html>\n<html lang="en">/);
  for (const part of [
    "<title>A &lt;page&gt;</title>",
    '<main id="main">',
    "<header>",
    "<footer>",
    'href="#one"',
    'id="one"',
  ]) {
    assert.ok(page.includes(part), part);
  }
  assert.ok(page.includes("<dt>Name</dt><dd>x &amp; y</dd>") && !page.includes("Gone"));
  assert.match(page, /<td class="number">1<\/td>/);
  assert.match(page, /Content-Security-Policy" content="default-src &#39;none&#39;/);
  assert.doesNotMatch(page, /(?:src|href)="(?!#|data:)|@import|url\(/);
});

test("renderPage refuses a script that would end its own element", () => {
  assert.throws(() => renderPage({ title: "x", body: "", script: "'</script>'" }), /would end its script/);
});
