import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { symlinkSync, utimesSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { readGzip } from "../archive/gzip/read-gzip.ts";
import { readTar } from "../archive/tar/read-tar.ts";
import { bytesSource } from "../archive/zip/find-central.ts";
import { readZip } from "../archive/zip/read-zip.ts";
import { SlipwayError } from "../errors.ts";
import type { Event } from "../events.ts";
import type { Task } from "../plan/task.ts";
import type { Plan } from "../plan/plan.ts";
import { packKinds } from "./kinds.ts";
import { EPOCH, testProject, type TestProgram } from "./testing/test-project.ts";

const LINUX = { os: "linux", arch: "amd64", variant: "v1" } as const;
const ARM = { os: "linux", arch: "arm64", variant: "v8.0" } as const;
const WINDOWS = { os: "windows", arch: "amd64", variant: "v1" } as const;
const DEMO: readonly TestProgram[] = [
  { name: "demo", target: LINUX },
  { name: "demo", target: WINDOWS },
];
const FILES = {
  LICENSE: "l\n",
  "README.md": "r\n",
  "docs/a.md": "a\n",
  "docs/sub/b.md": "b\n",
  "docs/run.sh*": "#!/bin/sh\n",
};

function archives(plan: Plan): Task[] {
  return plan.tasks.filter((task) => task.kind === "archive");
}

/** `mode name` of each member, in order. */
async function listing(bytes: Uint8Array, format: "tar.gz" | "tar" | "zip"): Promise<string[]> {
  const members =
    format === "zip" ? readZip(bytesSource(bytes)) : readTar(format === "tar" ? [bytes] : readGzip([bytes]));
  const lines: string[] = [];
  for await (const { entry } of members) {
    assert.equal(entry.mtime, EPOCH);
    lines.push(`${entry.mode.toString(8)} ${entry.name}${entry.link === undefined ? "" : ` -> ${entry.link}`}`);
  }
  return lines;
}

async function throwsCode(work: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof SlipwayError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

test("archiveKind packs each platform with the default files first, sorted, then the program", async () => {
  using project = testProject(FILES);
  const plan = await project.plan(packKinds, "", DEMO);
  await project.run(plan, packKinds);
  assert.deepEqual(
    archives(plan).map((task) => task.outputs[0]!.path),
    ["demo_1.2.3_linux_amd64.tar.gz", "demo_1.2.3_windows_amd64.tar.gz"],
  );
  assert.deepEqual(await listing(project.bytes("demo_1.2.3_linux_amd64.tar.gz"), "tar.gz"), [
    "644 LICENSE",
    "644 README.md",
    "755 demo",
  ]);
  assert.deepEqual(project.told("demo_1.2.3_linux_amd64.tar.gz"), { Files: ["LICENSE", "README.md"] });
  assert.deepEqual(archives(plan)[0]!.outputs[0]!.artifact!.extra, {
    ID: "default",
    Format: "tar.gz",
    WrappedIn: "",
    Binaries: ["demo"],
  });
});

test("archiveKind writes the same bytes whatever the times, and the pinned ones", async () => {
  const digests: string[] = [];
  for (const seconds of [1, 1_000_000_000]) {
    using project = testProject(FILES);
    for (const name of ["LICENSE", "README.md"]) utimesSync(path.join(project.root, name), seconds, seconds);
    const plan = await project.plan(packKinds, "archives: [{formats: [tar.gz, zip, tar.xz, tar.zst]}]", [DEMO[0]!]);
    await project.run(plan, packKinds);
    const sums = archives(plan).map((task) =>
      createHash("sha256").update(project.bytes(task.outputs[0]!.path)).digest("hex").slice(0, 16),
    );
    digests.push(sums.join(" "));
  }
  assert.equal(digests[0], digests[1]);
  assert.equal(digests[0], "e5cf36c88c3ad1a5 1f10186e4f5f4c9b 948f4ca0a954013b 5b3304a66147cee4");
});

test("archiveKind makes every format of GoReleaser, and overrides them by the beginning of goos", async () => {
  using project = testProject();
  const formats = "[tar.gz, tgz, tar.xz, txz, tar.zst, tzst, tar, gz, xz, zip]";
  const config = `archives: [{formats: ${formats}, format_overrides: [{goos: win, formats: [zip]}, {goos: linux, formats: []}], files: [none*]}]`;
  const plan = await project.plan(packKinds, config, DEMO);
  await project.run(plan, packKinds);
  assert.deepEqual(
    archives(plan).map((task) => task.outputs[0]!.path.replace("demo_1.2.3_", "")),
    [
      ..."tar.gz tgz tar.xz txz tar.zst tzst tar gz xz zip".split(" ").map((format) => `linux_amd64.${format}`),
      "windows_amd64.zip",
    ],
  );
  assert.deepEqual(
    plan.findings.map((finding) => finding.code),
    ["archive-override-empty"],
  );
  assert.deepEqual(await listing(project.bytes("demo_1.2.3_linux_amd64.tar"), "tar"), ["755 demo"]);
});

test("archiveKind names files by dst and strip_parent, wraps them, and takes modes and owners from info", async () => {
  using project = testProject(FILES);
  const config = `
archives:
  - formats: [tar]
    wrap_in_directory: true
    builds_info: {owner: root, group: wheel}
    files:
      - LICENSE
      - {src: "docs/**/*.md", dst: manual}
      - {src: docs/sub/b.md, dst: flat, strip_parent: true}
      - {src: docs/run.sh, dst: bin, info: {mode: 0700, mtime: "2023-11-14T22:13:20Z"}}
      - {src: docs, dst: all}
`;
  const plan = await project.plan(packKinds, config, [DEMO[0]!]);
  await project.run(plan, packKinds);
  const wrap = "demo_1.2.3_linux_amd64";
  assert.deepEqual(await listing(project.bytes(`${wrap}.tar`), "tar"), [
    `644 ${wrap}/LICENSE`,
    `644 ${wrap}/all/a.md`,
    `755 ${wrap}/all/run.sh`,
    `644 ${wrap}/all/sub/b.md`,
    `700 ${wrap}/bin`,
    `644 ${wrap}/flat/b.md`,
    `644 ${wrap}/manual/b.md`,
    `755 ${wrap}/demo`,
  ]);
});

test("archiveKind keeps symbolic links", async () => {
  using project = testProject(FILES);
  symlinkSync("LICENSE", path.join(project.root, "COPYING"));
  for (const format of ["tar", "zip"] as const) {
    const plan = await project.plan(packKinds, `archives: [{formats: [${format}], files: [COPYING]}]`, [DEMO[0]!]);
    await project.run(plan, packKinds);
    const lines = await listing(project.bytes(`demo_1.2.3_linux_amd64.${format}`), format);
    assert.deepEqual(lines, ["777 COPYING -> LICENSE", "755 demo"]);
  }
});

test("archiveKind says once that a glob matches nothing, and fails for a name that is not there", async () => {
  using project = testProject(FILES);
  const plan = await project.plan(packKinds, "archives: [{files: [none*]}]", DEMO);
  await project.run(plan, packKinds);
  const texts = project.events.flatMap((event: Event) => (event.type === "message" ? [event.text] : []));
  assert.deepEqual(texts, ['No file matches "none*"']);
  const bad = await project.plan(packKinds, "archives: [{files: [NOTICE]}]", DEMO);
  await throwsCode(project.run(bad, packKinds), "file-not-found", /^No file matches "NOTICE"$/);
});

test("archiveKind refuses different programs on different platforms unless allowed", async () => {
  using project = testProject();
  const programs = [...DEMO, { name: "extra", target: LINUX }];
  await throwsCode(project.plan(packKinds, "", programs), "archive-invalid", /different numbers of programs/);
  const plan = await project.plan(packKinds, "archives: [{allow_different_binary_count: true}]", programs);
  await project.run(plan, packKinds);
  assert.deepEqual(await listing(project.bytes("demo_1.2.3_linux_amd64.tar.gz"), "tar.gz"), ["755 demo", "755 extra"]);
});

test("archiveKind groups by variant as soon as one family has several", async () => {
  using project = testProject();
  const config = 'archives: [{name_template: "x_{{ .Os }}_{{ .Arch }}{{ .Amd64 }}{{ .Arm64 }}", files: [none*]}]';
  const v3 = { name: "demo", target: { ...LINUX, variant: "v3" } };
  const plan = await project.plan(packKinds, config, [DEMO[0]!, v3, { name: "demo", target: ARM }]);
  assert.deepEqual(
    archives(plan).map((task) => task.outputs[0]!.path),
    ["x_linux_amd64v1.tar.gz", "x_linux_amd64v3.tar.gz", "x_linux_arm64v8.0.tar.gz"],
  );
});

test("archiveKind packs ids apart, strips folders of programs, and makes meta archives", async () => {
  using project = testProject(FILES);
  const config = `
archives:
  - {id: one, ids: [a], name_template: "one_{{ .Os }}", strip_binary_directory: true, formats: [tar], files: [none*]}
  - {id: two, ids: [b], name_template: "two_{{ .Os }}", formats: [tar], files: [none*]}
  - {id: docs, meta: true, name_template: docs, formats: [zip], files: ["docs/*.md"]}
`;
  const programs = [
    { name: "bin/tool", id: "a", target: LINUX },
    { name: "bin/tool", id: "b", target: LINUX },
  ];
  const plan = await project.plan(packKinds, config, programs);
  await project.run(plan, packKinds);
  assert.deepEqual(await listing(project.bytes("one_linux.tar"), "tar"), ["755 tool"]);
  assert.deepEqual(await listing(project.bytes("two_linux.tar"), "tar"), ["755 bin/tool"]);
  assert.deepEqual(await listing(project.bytes("docs.zip"), "zip"), ["644 docs/a.md"]);
});

test("archiveKind announces programs for the format binary", async () => {
  using project = testProject();
  const plan = await project.plan(packKinds, "archives: [{formats: [binary]}]", DEMO);
  await project.run(plan, packKinds);
  const announced = plan.tasks.flatMap((task) => task.announces ?? []);
  assert.deepEqual(
    announced.map(({ name, path: file, extra }) => [name, file, extra]),
    [
      ["demo_1.2.3_linux_amd64", "demo_linux_amd64_v1/demo", { ID: "default", Format: "binary", Binary: "demo" }],
      [
        "demo_1.2.3_windows_amd64.exe",
        "demo_windows_amd64_v1/demo.exe",
        { ID: "default", Format: "binary", Binary: "demo.exe" },
      ],
    ],
  );
});

test("archiveKind refuses two files of one name, files that leave, and gz with several files", async () => {
  using project = testProject({ ...FILES, demo: "not the program" });
  const run = async (config: string): Promise<void> =>
    project.run(await project.plan(packKinds, config, [DEMO[0]!]), packKinds);
  await throwsCode(run("archives: [{files: [demo]}]"), "archive-failed", /two files are called "demo"/);
  await throwsCode(run('archives: [{files: [{src: LICENSE, dst: "../up"}]}]'), "archive-failed", /leaves the folder/);
  await throwsCode(run("archives: [{formats: [gz]}]"), "archive-failed", /the format gz holds one file/);
  await throwsCode(run('archives: [{files: ["../*"]}]'), "glob-invalid", /leaves the project's folder/);
  await throwsCode(
    run("archives: [{meta: true, name_template: m, files: [none*]}]"),
    "archive-failed",
    /match no file/,
  );
});

test("archiveKind fills in templated files", async () => {
  using project = testProject({ "INSTALL.tpl": "{{ .ProjectName }} {{ .Version }} for {{ .Os }}\n" });
  const config = `archives: [{formats: [tar], files: [none*], templated_files: [{src: INSTALL.tpl, dst: INSTALL}]}]`;
  const plan = await project.plan(packKinds, config, [DEMO[0]!]);
  await project.run(plan, packKinds);
  const texts: string[] = [];
  for await (const member of readTar([project.bytes("demo_1.2.3_linux_amd64.tar")])) {
    if (member.entry.name === "INSTALL")
      for await (const piece of member.content()) texts.push(new TextDecoder().decode(piece));
  }
  assert.deepEqual(texts, ["demo 1.2.3 for linux\n"]);
});

test("archiveKind discovers the files, names and folders that its globs depend on", async () => {
  using project = testProject(FILES);
  const plan = await project.plan(packKinds, "archives: [{files: ['docs/*.md', LICENSE]}]", [DEMO[0]!]);
  const found = await project.discover(plan, packKinds, archives(plan)[0]!.id);
  assert.deepEqual(found, {
    files: ["LICENSE", "docs/a.md"].map((name) => path.join(project.root, name)),
    folders: [path.join(project.root, "docs")],
    values: { "file LICENSE": "LICENSE -", "file docs/a.md": "docs/a.md -" },
  });
});
