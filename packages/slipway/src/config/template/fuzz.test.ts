import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { SlipwayError } from "../../errors.ts";
import { renderTemplate } from "./render-template.ts";
import type { RenderOptions } from "./render-template.ts";

const options: RenderOptions = {
  host: {
    now: 0,
    folder: "/",
    home: undefined,
    separator: "/",
    readFile() {
      throw Object.assign(new Error("ENOENT"), { code: "ENOENT" });
    },
  },
  fields: { Text: "a\nb", List: ["x", "y"], Number: 3, Env: { A: "1" }, Deep: { Deep: { Deep: "x" } } },
};

function tryRender(text: string): void {
  try {
    renderTemplate(text, options);
  } catch (error) {
    assert.ok(error instanceof SlipwayError, `${JSON.stringify(text)}: ${String(error)}`);
    assert.match(error.code, /^template-(syntax|execution)$/);
  }
}

const words =
  '{{ }} {{- -}} ( ) | . .. , := = $x $ "a" "\\q" `r` \'c\' 1 -1 1e999 0x 1i nil true if else end range with define block template break continue print printf index slice len eq lt and or not .Text .List .Number .Env.A .Deep.Deep.Deep.Deep "%*d" "%1000000d" filter reReplaceAll "(a*)*b" "[" title map list split replace 9999999999 incpatch mustReadFile sha256 time urlquery \n \t é \u0000 \ud800 /* */'.split(
    " ",
  );

test("renderTemplate() fails with a SlipwayError or not at all on 10,000 random strings", () => {
  const soup = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => `{{${parts.join(" ")}`);
  const tight = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(""));
  const noise = fc.string({ unit: "binary", maxLength: 60 }).map((text) => `{{${text}}}`);
  fc.assert(fc.property(fc.oneof(soup, tight, noise), tryRender), { numRuns: 10_000, seed: 1 });
});

test("renderTemplate() stops what would run or grow for ever", () => {
  const hostile = [
    "{{range 9999999999}}{{end}}",
    "{{range 9999999999}}x{{end}}",
    '{{define "a"}}{{template "a"}}{{end}}{{template "a"}}',
    '{{define "a"}}{{template "a" .}}{{template "a" .}}{{end}}{{template "a" .}}',
    '{{$s := "xxxxxxxxxxxxxxxx"}}{{range 100}}{{$s = print $s $s}}{{end}}',
    '{{$s := "xxxxxxxxxxxxxxxx"}}{{range 100}}{{$s = replace $s "x" "xxxxxxxxxxxxxxxx"}}{{end}}',
    '{{range 1000}}{{printf "%1000000d" 1}}{{end}}',
    '{{printf "%9000000d%9000000d" 1 2}}',
    `{{${"(".repeat(100_000)}`,
    `{{${"(".repeat(5000)}1${")".repeat(5000)}}}`,
    `${"{{if true}}".repeat(50_000)}${"{{end}}".repeat(50_000)}`,
    `{{if true}}${"{{else if true}}".repeat(50_000)}{{end}}`,
    `{{.${"a.".repeat(100_000)}a}}`,
    `{{print ${"1 ".repeat(100_000)}}}`,
    '{{filter "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" "(a*)*b"}}',
  ];
  for (const text of hostile) {
    tryRender(text);
  }
});
