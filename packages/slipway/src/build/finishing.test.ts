import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { editBinary } from "../binary/edit/edit-binary.ts";
import { LC } from "../binary/macho/macho-constants.ts";
import { MachoFile } from "../binary/macho/macho-file.ts";
import { verifyPages } from "../binary/macho/verify-pages.ts";
import { PeFile } from "../binary/pe/pe-file.ts";
import { buildProbe } from "../binary/testing/go-files.ts";
import { patched } from "../binary/testing/judged.ts";
import { testProject, type TestProgram } from "../pack/testing/test-project.ts";
import { dylibsKind } from "./dylibs.ts";
import { windowsResourcesKind } from "./windows-resources.ts";

/** The smallest `.ico`: one image of four bytes. */
const ICON = String.fromCharCode(0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 32, 0, 4, 0, 0, 0, 22, 0, 0, 0, 1, 2, 3, 4);

test("windows_resources gives programs for Windows icon, version and texts, and leaves others alone", async () => {
  using project = testProject({ "assets/app.ico": ICON });
  const programs: readonly TestProgram[] = [
    { name: "hello", target: { os: "windows", arch: "amd64" }, bytes: buildProbe("windows/amd64").bytes },
    { name: "hello", target: { os: "linux", arch: "amd64" }, bytes: buildProbe("linux/amd64").bytes },
  ];
  const yaml = `
windows_resources:
  - icon: assets/app.ico
    strings: {ProductName: "Hello {{ .Arch }}"}
`;
  const plan = await project.plan([windowsResourcesKind], yaml, programs);
  assert.equal(plan.tasks.filter(({ kind }) => kind === "windows-resources").length, 1);
  await project.run(plan, [windowsResourcesKind]);
  const file = new PeFile(new Uint8Array(project.bytes("hello_windows_amd64/hello.exe")));
  assert.equal(file.versionInfo?.fileVersion, "1.2.3.0");
  assert.equal(file.versionInfo?.strings["ProductName"], "Hello amd64");
  assert.ok(file.resources.some(({ type }) => type === 14));
  assert.deepEqual(new Uint8Array(project.bytes("hello_linux_amd64/hello")), programs[1]!.bytes);
});

test("windows_resources says which file it lacks, and refuses a program that has resources", async () => {
  using project = testProject();
  const { bytes } = buildProbe("windows/amd64");
  const program = { name: "hello", target: { os: "windows", arch: "amd64" }, bytes };
  const missing = await project.plan([windowsResourcesKind], "windows_resources: [{icon: none.ico}]", [program]);
  await assert.rejects(
    project.run(missing, [windowsResourcesKind]),
    /no file "none.ico", which windows_resources names/,
  );
  const twice = await project.plan([windowsResourcesKind], "windows_resources: [{}, {}]", [program]);
  await assert.rejects(project.run(twice, [windowsResourcesKind]), /the program has some/);
});

const HOMEBREW = "/opt/homebrew/opt/x/lib/libx.dylib";

/** A library: a program whose last load command is made its install name. */
function library(): Uint8Array {
  const added = editBinary(buildProbe("darwin/arm64").bytes, [{ kind: "add-library", path: HOMEBREW }]).bytes;
  const own = new MachoFile(added).commands.findLast(({ command }) => command === LC.LOAD_DYLIB)!;
  const named = patched(added, (view) => {
    view.setUint32(own.offset, LC.ID_DYLIB, true);
    view.setUint32(12, 6, true);
  });
  return editBinary(named, [{ kind: "sign" }]).bytes;
}

function macProgram(): TestProgram {
  const { bytes } = editBinary(buildProbe("darwin/arm64").bytes, [{ kind: "add-library", path: HOMEBREW }]);
  return { name: "hello", target: { os: "darwin", arch: "arm64" }, bytes };
}

test("dylibs copies a library beside the program, and both call it by that place", async () => {
  using project = testProject();
  mkdirSync(path.join(project.root, "lib_arm64"));
  writeFileSync(path.join(project.root, "lib_arm64", "libx.dylib"), library());
  const yaml = 'dylibs: [{name: libx.dylib, from: "lib_{{ .Arch }}/libx.dylib", copy: true, rewrite: true}]';
  const plan = await project.plan([dylibsKind], yaml, [macProgram()]);
  await project.run(plan, [dylibsKind]);
  const program = new MachoFile(new Uint8Array(project.bytes("hello_darwin_arm64/hello")));
  assert.equal(program.libraries.at(-1)?.path, "@executable_path/libx.dylib");
  assert.deepEqual(verifyPages(program)?.bad, []);
  const copy = new MachoFile(new Uint8Array(project.bytes("hello_darwin_arm64/libx.dylib")));
  assert.equal(copy.installName, "@executable_path/libx.dylib");
  assert.deepEqual(verifyPages(copy)?.bad, []);
  const artifact = plan.tasks
    .flatMap(({ outputs }) => outputs)
    .find(({ artifact: each }) => each?.name === "libx.dylib");
  assert.equal(artifact?.artifact?.type, "C Shared Library");
});

test("dylibs copies a library once for programs that lie side by side", async () => {
  using project = testProject();
  mkdirSync(path.join(project.root, "lib_arm64"));
  writeFileSync(path.join(project.root, "lib_arm64", "libx.dylib"), library());
  const beside = { ...macProgram(), name: "other", id: "hello" };
  const yaml = 'dylibs: [{name: libx.dylib, from: "lib_{{ .Arch }}/libx.dylib", copy: true, rewrite: true}]';
  const plan = await project.plan([dylibsKind], yaml, [macProgram(), beside]);
  await project.run(plan, [dylibsKind]);
  for (const name of ["hello", "other"]) {
    const program = new MachoFile(new Uint8Array(project.bytes(`hello_darwin_arm64/${name}`)));
    assert.equal(program.libraries.at(-1)?.path, "@executable_path/libx.dylib");
  }
  const copies = plan.tasks.flatMap(({ outputs }) => outputs).filter(({ path }) => path.endsWith("libx.dylib"));
  assert.equal(copies.length, 1);

  const elsewhere = 'dylibs: [{name: libx.dylib, from: "{{ .Binary }}/libx.dylib", copy: true}]';
  await assert.rejects(project.plan([dylibsKind], elsewhere, [macProgram(), beside]), /would be written twice/);
});

test("dylibs refuses a program that looks elsewhere, unless it may be rewritten", async () => {
  using project = testProject();
  const run = async (yaml: string, program = macProgram()): Promise<void> => {
    const plan = await project.plan([dylibsKind], yaml, [program]);
    await project.run(plan, [dylibsKind]);
  };
  const path_ = 'path: "@rpath/libx.dylib"';
  await assert.rejects(run(`dylibs: [{name: libx.dylib, ${path_}}]`), (error: Error & { code?: string }) => {
    assert.equal(error.code, "dylib-misplaced");
    return true;
  });
  await run(`dylibs: [{name: libx.dylib, ${path_}, rewrite: true}]`);
  await run(`dylibs: [{name: libother.dylib, ${path_}}]`);
  await run("dylibs: [{name: libx.dylib}]");
  await assert.rejects(run("dylibs: [{name: libx.dylib, copy: true}]"), /cannot copy libx.dylib/);
  await assert.rejects(run("dylibs: [{name: lib/libx.dylib}]"), /has no name/);
  await assert.rejects(run("dylibs: [{name: libx.dylib, from: none, copy: true, rewrite: true}]"), /no file "none"/);
});
