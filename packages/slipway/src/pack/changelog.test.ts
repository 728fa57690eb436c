import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { SlipwayError } from "../errors.ts";
import type { Plan, PlanOptions } from "../plan/plan.ts";
import type { Facts } from "../source/facts.ts";
import { changelogKind } from "./changelog.ts";
import { makeChangelogRepository } from "./testing/changelog-repository.ts";
import { testProject, type TestProject } from "./testing/test-project.ts";

/** What GoReleaser 2.16.0 wrote for the same repository and config. */
interface Row {
  readonly name: string;
  readonly yaml: string;
  readonly args?: readonly string[];
  readonly expected: string;
}

const rows = JSON.parse(readFileSync(path.join(import.meta.dirname, "testdata/changelog.json"), "utf8")) as Row[];
const FIELDS = { ProjectName: "demo", Version: "0.2.0", Tag: "v0.2.0", PreviousTag: "v0.1.0" };
const FLAGS: Readonly<Record<string, string>> = {
  "--release-header": "headerFile",
  "--release-footer": "footerFile",
  "--release-header-tmpl": "headerTemplate",
  "--release-footer-tmpl": "footerTemplate",
};

function notesOf(args: readonly string[] = []): NonNullable<PlanOptions["notes"]> {
  return Object.fromEntries(
    args.map((arg) => {
      const [flag = "", value = ""] = arg.split("=");
      return [FLAGS[flag] ?? flag, value];
    }),
  );
}

/** Made once: a commit takes git longer than a copy of the whole. */
const template = mkdtempSync(path.join(tmpdir(), "slipway-changelog-"));

before(() => {
  makeChangelogRepository(template, {
    "go.mod": "module example.com/demo\n\ngo 1.24\n",
    "main.go": "package main\n\nfunc main() {}\n",
  });
  writeFileSync(path.join(template, ".header.md"), "# Notes for {{ .Tag }}\n");
  writeFileSync(path.join(template, ".footer.md"), "Full changes: {{ .PreviousTag }}...{{ .Tag }}\n");
  writeFileSync(path.join(template, ".empty.md"), "");
});

after(() => rmSync(template, { recursive: true, force: true }));

function repository(): TestProject {
  const project = testProject();
  cpSync(template, project.root, { recursive: true });
  return project;
}

function plan(
  project: TestProject,
  yaml: string,
  options: Partial<PlanOptions> = {},
  env: Record<string, string> = {},
): Promise<Plan> {
  const git = { tag: "v0.2.0", previousTag: "v0.1.0", commit: "" } as unknown as NonNullable<Facts["git"]>;
  return project.plan(
    [changelogKind],
    yaml,
    [],
    { git, env },
    { options: { snapshot: false, ...options }, fields: FIELDS },
  );
}

async function write(
  project: TestProject,
  yaml: string,
  options: Partial<PlanOptions> = {},
  env: Record<string, string> = {},
): Promise<string> {
  await project.run(await plan(project, yaml, options, env), [changelogKind]);
  return project.text("CHANGELOG.md");
}

for (const row of rows) {
  test(`changelog: ${row.name}, as GoReleaser writes it`, async () => {
    using project = repository();
    assert.equal(await write(project, row.yaml, { notes: notesOf(row.args) }), row.expected);
  });
}

test("changelog of a snapshot, and a disabled one, is not planned", async () => {
  using project = repository();
  assert.deepEqual((await plan(project, "", { snapshot: true })).tasks, []);
  assert.deepEqual((await plan(project, "changelog:\n  disable: '{{ eq .Tag \"v0.2.0\" }}'\n")).tasks, []);
});

test("changelog is replaced by the file of --release-notes, which stays out of dist", async () => {
  using project = repository();
  const made = await plan(project, "", { notes: { file: ".header.md" } });
  assert.equal(made.tasks[0]?.outputs[0]?.unlisted, undefined);
  await project.run(made, [changelogKind]);
  assert.equal(project.text("CHANGELOG.md"), "# Notes for {{ .Tag }}\n");
});

test("changelog is replaced by the template of --release-notes-tmpl", async () => {
  using project = repository();
  assert.equal(await write(project, "", { notes: { template: ".header.md" } }), "# Notes for v0.2.0\n");
});

test("changelog names a notes file that is not there", async () => {
  using project = repository();
  await assert.rejects(write(project, "", { notes: { file: "nope.md" } }), (error: unknown) => {
    return error instanceof SlipwayError && error.code === "file-not-found" && error.message.includes('"nope.md"');
  });
});

test("changelog takes only commits that touch its paths", async () => {
  using project = repository();
  const text = await write(project, "changelog:\n  abbrev: -1\n  paths: [api]\n");
  assert.equal(text, "## Changelog\n*  fix: close the door\n*  fix: close the door\n*  feat(api): add the door\n");
});

test("changelog has a title, subgroups and a divider", async () => {
  using project = repository();
  const text = await write(
    project,
    [
      "changelog:",
      "  abbrev: -1",
      "  format: '{{ .Message }}'",
      "  title: 'News of {{ .Tag }}'",
      "  divider: '---'",
      "  groups:",
      "    - {title: Features, regexp: '^feat'}",
      "    - title: Others",
      "      groups:",
      "        - {title: Build, regexp: build, order: 2}",
      "        - {title: Docs, regexp: docs, order: 1}",
      "",
    ].join("\n"),
  );
  assert.deepEqual(text.trimEnd().split("\n").slice(0, 5), [
    "## News of v0.2.0",
    "### Features",
    "* feat!: another door",
    "* feat(api): add the door",
    "---",
  ]);
  assert.match(text, /### Others\n(?:\* .*\n)+#### Docs\n\* docs: say how\n#### Build\n\* build: a docs build\n$/);
});

test("changelog ends lines with spaces for GitLab", async () => {
  using project = repository();
  const text = await write(
    project,
    "changelog:\n  filters: {include: ['^docs']}\n  abbrev: 4\n",
    {},
    { GITLAB_TOKEN: "x" },
  );
  assert.equal(text, "## Changelog   \n* 176c docs: say how\n");
});

test("changelog refuses an expression with its place", async () => {
  using project = repository();
  await assert.rejects(plan(project, "changelog:\n  groups:\n    - {title: A, regexp: '(x'}\n"), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, "config-invalid");
    assert.equal(error.message, "Cannot use changelog.groups.0.regexp: error parsing regexp: missing closing ): `(x`");
    assert.equal(error.details.where?.line, 4);
    return true;
  });
});

test("changelog refuses a format that no commit can be written with, before anything runs", async () => {
  using project = repository();
  await assert.rejects(plan(project, "changelog:\n  format: '{{ .Nope }}'\n"), (error: unknown) => {
    return error instanceof SlipwayError && error.code === "template-execution";
  });
});

test("changelog says that git stands in for a forge", async () => {
  using project = repository();
  const { findings } = await plan(project, "changelog:\n  use: github\n");
  assert.deepEqual(
    findings.map(({ code, severity }) => [code, severity]),
    [["changelog-from-git", "warning"]],
  );
});
