import assert from "node:assert/strict";
import { test } from "node:test";
import { SlipwayError } from "../../../errors.ts";
import { renderTemplate } from "../render-template.ts";
import type { TemplateHost } from "../template-host.ts";

const files: Readonly<Record<string, string>> = {
  "/work/subject": "lorem ipsum",
  "/work/notes.txt": "\n this is the content of a file \n\n",
  "/home/me/token": "secret",
};

const host: TemplateHost = {
  now: 1678327562000,
  folder: "/work",
  home: "/home/me",
  separator: "/",
  readFile(path) {
    const text = files[path];
    if (text === undefined) {
      throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    }
    return new TextEncoder().encode(text);
  },
};

function render(text: string): string {
  return renderTemplate(text, { host, fields: { Env: { FOO: "bar", EMPTY: "" }, File: "subject" } });
}

const LINES = '"something with\\nmultiple lines\\nremove this\\n to test things"';

/** Templates and what GoReleaser 2.16.0 makes of them. Go's own test program covers the functions of its library. */
const table: Readonly<Record<string, string>> = {
  '{{ title "file" }}': "File",
  '{{ title "hello wORLD" }}': "Hello World",
  '{{ title "foo-bar_baz it\'s 3d x.y" }}': "Foo-Bar_baz It's 3D X.y",
  '{{ title "élan ß ΣΑΣ ǆ" }}': "Élan Ss Σας ǅ",
  '{{ title "" }}': "",
  '{{ mdv2escape "aaa_*[]()~`>#+-=|{}.!" }}': "aaa\\_\\*\\[\\]\\(\\)\\~\\`\\>\\#\\+\\-\\=\\|\\{\\}\\.\\!",
  '{{ list "single item" "" | englishJoin }}': "single item",
  '{{ list "two" "items" "" | englishJoin }}': "two and items",
  '{{ list "many" "" "more" "items" " " | englishJoin }}': "many, more, and items",
  '{{ list "" "" | englishJoin }}': "",
  "{{ list | englishJoin }}": "",
  '{{ incmajor "v1.2.3" }} {{ incminor "v1.2.3" }} {{ incpatch "v1.2.3" }}': "v2.0.0 v1.3.0 v1.2.4",
  '{{ incmajor "1.2.3" }} {{ incminor "1.2.3" }} {{ incpatch "1.2.3" }}': "2.0.0 1.3.0 1.2.4",
  '{{ incpatch "1.2.3-rc.1+meta" }} {{ incminor "1.2.3-rc.1" }} {{ incpatch "v1" }} {{ incpatch "1.02" }}':
    "1.2.3 1.3.0 v1.0.1 1.2.1",
  [`{{ filter ${LINES} ".*remove.*" }}`]: "remove this",
  [`{{ reverseFilter ${LINES} ".*remove.*" }}`]: "something with\nmultiple lines\n to test things",
  '{{ envOrDefault "BAR" "none" }} {{ envOrDefault "FOO" "none" }} {{ envOrDefault "EMPTY" "none" }}|': "none bar |",
  '{{ isEnvSet "FOO" }} {{ isEnvSet "EMPTY" }} {{ isEnvSet "NO" }}': "true false false",
  '{{ $m := map "a" "1" "b" "2" }}{{ index $m "a" }}{{ indexOrDefault $m "b" "10" }}{{ indexOrDefault $m "c" "3" }}{{ index $m "z" }}':
    "123",
  '{{ in (list "a" "b" "c") "b" }} {{ in (list "a") "b" }}': "true false",
  '{{ reReplaceAll "(.*)" "foo" "bar-$1" }}': "bar-foo",
  '{{ list "a" "b" "c" | listExclude "^a$" }}': "[b c]",
  '{{ abs "file" }} {{ abs "/x/../y" }} {{ join "a" "b" "../c" }}': "/work/file /y a/c",
  '{{ time "2006-01-02" }}': "2023-03-09",
  '/{{ urlPathEscape "foo/bar" }}': "/foo%2Fbar",
  '{{ readFile "notes.txt" }}|{{ readFile "nope" }}|{{ readFile "~/token" }}|{{ readFile "~/nope" }}':
    "this is the content of a file||secret|",
  '{{ mustReadFile "./notes.txt" }}': "this is the content of a file",
  "{{ blake2b .File }}":
    "ca0dbbe27fca7e5d97b612a76b66d9d42fd67ece4265a50c09ccaefcdc03d9d5a87fa1fddc926ae10c6667342c69df5c33117cf636fca82ac1377c2b4e23e2bc",
  "{{ blake2s .File }}": "7cd93f6d174040f3618982922701c54ec5b02dd28902b5160628b1d5516a62c9",
  "{{ blake3 .File }}": "25352ae068b54a93ef60942c085da23a321a7f7985193910221cd4fffff5ffb6",
  "{{ crc32 .File }}": "72d7748e",
  "{{ md5 .File }}": "80a751fde577028640c419000e33eba6",
  "{{ sha1 .File }}": "bfb7759a67daeb65410490b4d98bb9da7d1ea2ce",
  "{{ sha224 .File }}": "e191edf06005712583518ced92cc2ac2fac8d6e4623b021a50736a91",
  "{{ sha256 .File }}": "5e2bf57d3f40c4b6df69daf1936cb766f832374b4fc0259a7cbff06e2f70f269",
  "{{ sha3_224 .File }}": "6ef5918377a5309c4b8b41a4a1d9c680cc3259e7a7619f47ca345714",
};

for (const [template, expected] of Object.entries(table)) {
  test(`renderTemplate() renders ${template.slice(0, 80)}`, () => {
    assert.equal(render(template), expected);
  });
}

const failures: Readonly<Record<string, RegExp>> = {
  '{{ incpatch "nope" }}': /error calling incpatch: invalid semantic version$/,
  '{{ incpatch "1.2.3-01" }}': /error calling incpatch: version segment starts with 0$/,
  '{{ incpatch "1.2.18446744073709551615" }}': /error calling incpatch: patch version increment would overflow uint64$/,
  '{{ map "a" }}': /map expects even number of arguments, got 1$/,
  '{{ filter "some content" "[invalid" }}': /error parsing regexp: missing closing \]: `\[invalid`$/,
  '{{ mustReadFile "nope.txt" }}': /error calling mustReadFile: open nope.txt: no such file or directory$/,
  '{{ sha256 "nope" }}': /failed to checksum: open nope: no such file or directory$/,
  '{{ listExclude "(" (list "a") }}': /missing closing \): `\(`$/,
  '{{ in .Env "a" }}': /wrong type for value; expected \[\]string; got map\[string\]string$/,
};

for (const [template, expected] of Object.entries(failures)) {
  test(`renderTemplate() refuses ${template}`, () => {
    assert.throws(
      () => render(template),
      (error: unknown) =>
        error instanceof SlipwayError && error.code === "template-execution" && expected.test(error.message),
    );
  });
}

test("path functions follow Windows' rules on Windows", () => {
  const windows: TemplateHost = { ...host, folder: "C:\\work", separator: "\\" };
  const text =
    '{{ dir "C:\\\\a\\\\b.exe" }} {{ base "C:/a/b.exe" }} {{ join "a" "b/../c" }} {{ abs "x" }} {{ abs "D:/y" }} {{ base "C:" }}';
  assert.equal(renderTemplate(text, { host: windows, fields: {} }), "C:\\a b.exe a\\c C:\\work\\x D:\\y \\");
});
