import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, lstatSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { buildProbe } from "../../binary/testing/go-files.ts";
import { runSlipway } from "../testing/run-slipway.ts";

function workshop(t: { after(done: () => void): void }): {
  folder: string;
  edit: (...args: string[]) => ReturnType<typeof runSlipway>;
} {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-edit-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, target] of [
    ["arm", "darwin/arm64"],
    ["intel", "darwin/amd64"],
    ["hello.exe", "windows/amd64"],
  ] as const) {
    writeFileSync(path.join(folder, name), buildProbe(target).bytes);
    chmodSync(path.join(folder, name), 0o750);
  }
  return { folder, edit: (...args) => runSlipway(["edit", ...args], { cwd: folder }) };
}

test("edit shows a change with --dry-run, makes it without, and keeps mode and links", async (t) => {
  const { folder, edit } = workshop(t);
  const file = path.join(folder, "arm");
  const before = readFileSync(file);
  const asked = ["rpath", "arm", "--add", "@executable_path/../lib"];
  const dry = await edit(...asked, "--dry-run");
  assert.equal(dry.code, 0, dry.stderr);
  assert.match(dry.stdout, /^would change: rpath "@executable_path\/..\/lib" added\n/);
  assert.match(dry.stdout, / bytes at 0x[0-9a-f]+, headers\n/);
  assert.match(dry.stdout, /nothing was written\n$/);
  assert.ok(readFileSync(file).equals(before));

  symlinkSync("arm", path.join(folder, "link"));
  const made = await edit("rpath", "link", "--add", "@executable_path/../lib", "--json");
  assert.equal(made.code, 0, made.stderr);
  assert.deepEqual((JSON.parse(made.stdout) as { changes: string[] }).changes, [
    'rpath "@executable_path/../lib" added',
  ]);
  assert.ok(lstatSync(path.join(folder, "link")).isSymbolicLink());
  assert.equal(statSync(file).mode & 0o777, 0o750);
  assert.ok(!readFileSync(file).equals(before));

  const back = await edit("rpath", "arm", "--delete", "@executable_path/../lib", "-o", "back");
  assert.equal(back.code, 0, back.stderr);
  assert.ok(readFileSync(path.join(folder, "back")).equals(before));
});

test("edit joins and extracts universal programs", async (t) => {
  const { folder, edit } = workshop(t);
  assert.equal((await edit("join", "both", "arm", "intel")).code, 0);
  assert.equal((await edit("extract", "both", "--arch", "arm64", "-o", "again")).code, 0);
  assert.ok(readFileSync(path.join(folder, "again")).equals(readFileSync(path.join(folder, "arm"))));
});

test("edit gives a Windows program a version, and the same before the link", async (t) => {
  const { edit } = workshop(t);
  const made = await edit("resources", "hello.exe", "--version", "1.2.3", "--string", "ProductName=Hello");
  assert.equal(made.code, 0, made.stderr);
  const again = await edit("resources", "hello.exe", "--version", "1.2.3");
  assert.equal(again.code, 1);
  assert.match(again.stderr, /error\[edit-refused\]: Cannot add resources: the program has some/);
  const syso = await edit("syso", "app_windows_amd64.syso", "--arch", "amd64", "--version", "1.2.3");
  assert.match(syso.stdout, /^wrote app_windows_amd64.syso, \d+ bytes\n$/);
  assert.equal((await edit("checksum", "hello.exe", "--dry-run")).code, 0);
});

test("edit refuses what it cannot do, and says which file", async (t) => {
  const { edit } = workshop(t);
  for (const [args, code, text] of [
    [["name", "arm", "@rpath/x"], 1, /error\[edit-refused\]: Cannot set the install name: the file is no library/],
    [["rpath", "arm", "--delete", "/none"], 1, /Cannot find the rpath "\/none"/],
    [["rpath", "arm"], 2, /Nothing to change/],
    [["sign", "nowhere"], 1, /error\[file-not-found\]/],
    [["library", "arm", "--change", "x"], 2, /OLD=NEW/],
    [["loader", "hello.exe", "/x"], 1, /Cannot set interpreter in a Windows program/],
  ] as const) {
    const run = await edit(...args);
    assert.equal(run.code, code, `${args.join(" ")}: ${run.stderr}`);
    assert.match(run.stderr, text);
  }
});

test("edit, inspect and diff wait for no pipe, and tell folders and links that lead nowhere from programs", async (t) => {
  if (process.platform === "win32") return t.skip("no named pipes in folders");
  const { folder, edit } = workshop(t);
  execFileSync("mkfifo", [path.join(folder, "pipe")]);
  symlinkSync("second", path.join(folder, "first"));
  symlinkSync("first", path.join(folder, "second"));
  for (const asked of [["sign"], ["extract", "--arch", "arm64"], ["checksum"]]) {
    const [command = "", ...options] = asked;
    const pipe = await edit(command, "pipe", ...options, "--dry-run");
    assert.equal(pipe.code, 1, pipe.stderr);
    assert.match(
      pipe.stderr,
      /binary-unreadable\]: Cannot read "pipe"\n.*\n {2}actual: {3}a pipe, a device or a socket/,
    );
    assert.match(
      (await edit(command, ".", ...options, "--dry-run")).stderr,
      /Cannot read "\."\n.*\n {2}actual: {3}a folder/,
    );
    assert.match((await edit(command, "first", ...options, "--dry-run")).stderr, /There is no file "first"/);
  }
  const icon = await edit("resources", "hello.exe", "--icon", "pipe", "--dry-run");
  assert.match(icon.stderr, /Cannot read "pipe"/);
  const inspected = await runSlipway(["inspect", "--size", "pipe"], { cwd: folder });
  assert.equal(inspected.code, 1);
  assert.match(inspected.stderr, /Cannot read "pipe"/);
  const compared = await runSlipway(["diff", "pipe", "arm"], { cwd: folder });
  assert.equal(compared.code, 2);
  assert.match(compared.stderr, /"pipe" is neither a file nor a folder/);
});
