import assert from "node:assert/strict";
import { test } from "node:test";
import { errorLines } from "../testing/error-lines.ts";
import { projectFiles } from "../testing/project-files.ts";
import { loadConfig } from "./load-config.ts";

async function hints(text: string): Promise<string[]> {
  const loaded = await loadConfig({ readText: projectFiles({ ".goreleaser.yml": `version: 2\n${text}` }) });
  return loaded.problems.map((problem) => errorLines(problem).split("\n").at(-1)?.trim() ?? "");
}

test("loadConfig() says what to write for keys that GoReleaser 2 removed", async () => {
  assert.deepEqual(
    await hints(`archives:
  - replacements: {amd64: x86_64}
    rlcp: true
brews:
  - tap: {owner: a, name: b}
    folder: Formula
changelog:
  skip: true
nfpms:
  - files: {a: b}
    overrides:
      rpm:
        replacements: {amd64: x86_64}
`),
    [
      'hint: GoReleaser 2 has it no more. Write a name_template with the words in it: {{ if eq .Arch "amd64" }}x86_64{{ else }}{{ .Arch }}{{ end }}',
      "hint: Remove it: GoReleaser 2 always does what it asked for",
      "hint: GoReleaser 2 has it no more. Write repository",
      "hint: GoReleaser 2 has it no more. Write directory",
      "hint: GoReleaser 2 has it no more. Write disable",
      "hint: GoReleaser 2 has it no more. Write contents",
      "hint: GoReleaser 2 has it no more. Write a file_name_template with the words in it",
    ],
  );
});

test("loadConfig() says it of whole sections too, and of no other key", async () => {
  assert.deepEqual(await hints("scoop: {}\nbuild: {}\n"), [
    "hint: GoReleaser 2 has it no more. Write scoops, as a list",
    "hint: GoReleaser 2 has it no more. Write builds, as a list",
  ]);
  assert.deepEqual(await hints("archivs: []\n"), ['hint: Did you mean "archives"?']);
});
