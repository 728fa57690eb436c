import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { readGzip } from "../archive/gzip/read-gzip.ts";
import { readTar } from "../archive/tar/read-tar.ts";
import { bytesSource } from "../archive/zip/find-central.ts";
import { readZip } from "../archive/zip/read-zip.ts";
import { SlipwayError } from "../errors.ts";
import type { Facts } from "../source/facts.ts";
import { packKinds } from "./kinds.ts";
import { testProject, type TestProject } from "./testing/test-project.ts";

const FILES = {
  ".gitattributes": "secret export-ignore\nversion.txt export-subst\n",
  "main.go": "package main\n",
  "build.sh*": "#!/bin/sh\n",
  "docs/a.md": "a\n",
  secret: "s\n",
  "version.txt": "$Format:%s$\n",
};

/** Makes a commit of the project's files. */
function commit(project: TestProject): Partial<Facts> {
  const git = (...words: string[]): string => {
    const env = {
      PATH: process.env["PATH"],
      HOME: project.root,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_DATE: "1700000000 +0000",
      GIT_COMMITTER_DATE: "1700000000 +0000",
    };
    return execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...words], {
      cwd: project.root,
      env,
      encoding: "utf8",
    }).trim();
  };
  git("init", "-q", ".");
  git("add", "-A");
  git("commit", "-q", "-m", "first");
  return { git: { commit: git("rev-parse", "HEAD") } } as unknown as Facts;
}

test("sourceArchiveKind packs what git archives, with prefix and modes, then the extra files", async () => {
  using project = testProject(FILES);
  symlinkSync("/absolute", path.join(project.root, "link"));
  const facts = commit(project);
  const config = `source: {enabled: true, prefix_template: "{{ .ProjectName }}-{{ .Version }}/", files: [{src: docs/a.md, dst: extra}]}`;
  const plan = await project.plan(packKinds, config, [], facts);
  await project.run(plan, packKinds);
  const lines: string[] = [];
  for await (const member of readTar(readGzip([project.bytes("demo-1.2.3.tar.gz")]), { trusted: true })) {
    const { entry } = member;
    assert.equal(entry.owner, undefined);
    lines.push(`${entry.mode.toString(8)} ${entry.name}`);
    if (entry.name.endsWith("version.txt")) {
      for await (const piece of member.content()) assert.equal(new TextDecoder().decode(piece), "first\n");
    }
  }
  assert.deepEqual(lines, [
    "775 demo-1.2.3",
    "664 demo-1.2.3/.gitattributes",
    "775 demo-1.2.3/build.sh",
    "775 demo-1.2.3/docs",
    "664 demo-1.2.3/docs/a.md",
    "777 demo-1.2.3/link",
    "664 demo-1.2.3/main.go",
    "664 demo-1.2.3/version.txt",
    "644 demo-1.2.3/extra",
  ]);
});

test("sourceArchiveKind makes a zip that readers take", async () => {
  using project = testProject(FILES);
  const plan = await project.plan(
    packKinds,
    "source: {enabled: true, format: zip, name_template: src}",
    [],
    commit(project),
  );
  await project.run(plan, packKinds);
  const names: string[] = [];
  for await (const { entry } of readZip(bytesSource(project.bytes("src.zip")))) names.push(entry.name);
  assert.deepEqual(names, [".gitattributes", "build.sh", "docs", "docs/a.md", "main.go", "version.txt"]);
});

test("sourceArchiveKind refuses an extra file over a committed one, and a project without git", async () => {
  using project = testProject(FILES);
  const config = "source: {enabled: true, files: [main.go]}";
  const plan = await project.plan(packKinds, config, [], commit(project));
  await assert.rejects(project.run(plan, packKinds), /"main.go" is in it already/);
  await assert.rejects(
    project.plan(packKinds, config),
    (error) => error instanceof SlipwayError && error.code === "git-no-repository",
  );
});
