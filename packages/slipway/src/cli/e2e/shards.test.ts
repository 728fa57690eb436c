import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  symlinkSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { distFiles } from "../testing/dist-files.ts";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject, type TempProject } from "../testing/temp-project.ts";

const CONFIG = `version: 2
before:
  hooks:
    - touch generated.txt
builds:
  - targets: [linux_amd64, linux_arm64, darwin_amd64, darwin_arm64, windows_amd64]
    ldflags: ["-s -w -X main.version={{ .Version }} -X main.date={{ .Date }}"]
universal_binaries:
  - replace: true
source:
  enabled: true
`;
const MODULE = { ...TINY_MODULE, ".gitignore": "dist/\ngenerated.txt\nparts/\n", ".goreleaser.yaml": CONFIG };

function project(t: { after(fn: () => void): void }): TempProject {
  return tempProject(t, MODULE, { tag: "v1.2.3" });
}

async function slipway(where: TempProject, ...args: readonly string[]): Promise<Run> {
  // A cache of its own for each checkout: what one machine made must not help another.
  return runSlipway(args, { cwd: where.root, env: { SLIPWAY_CACHE: path.join(where.root, ".git", "slipway-cache") } });
}

async function shard(where: TempProject, part: string, out: string): Promise<void> {
  const run = await slipway(where, "release", "--snapshot", "--skip=prove", "--shard", part, "--out", out);
  assert.equal(run.code, 0, run.stderr);
}

/** See `distFiles`. */
function dist(where: TempProject): string[] {
  return distFiles(path.join(where.root, "dist"));
}

test("shards of several machines, merged in any order, make the dist of one machine", async (t) => {
  const out = mkdtempSync(path.join(os.tmpdir(), "slipway-shards-"));
  t.after(() => rmSync(out, { recursive: true, force: true }));
  const [one, first, second, merging] = [project(t), project(t), project(t), project(t)];
  const env = { SOURCE_DATE_EPOCH: String(Date.UTC(2024, 0, 2, 3, 4, 5) / 1000) };
  const whole = await runSlipway(["release", "--snapshot", "--skip=prove"], { cwd: one.root, env });
  assert.equal(whole.code, 0, whole.stderr);
  await shard(first, "1/2", path.join(out, "1"));
  await shard(second, "2/2", path.join(out, "2"));

  const again = readFileSync(path.join(out, "1", "slipway-shard.json"));
  await shard(second, "1/2", path.join(out, "1"));
  assert.deepEqual(
    readFileSync(path.join(out, "1", "slipway-shard.json")),
    again,
    "a shard made elsewhere is the same",
  );

  const merged = await slipway(merging, "merge", path.join(out, "2"), path.join(out, "1"), path.join(out, "2"));
  assert.equal(merged.code, 0, merged.stderr);
  assert.deepEqual(dist(merging), dist(one));

  const gap = await slipway(merging, "merge", path.join(out, "2"));
  assert.equal(gap.code, 1);
  assert.match(gap.stderr, /error\[shard-gap\]: No shard holds [\s\S]*expected: shard 1\/2/);
  assert.match(gap.stderr, /next: slipway release --snapshot[^\n]* --shard 1\/2 --out DIR/);

  await shard(first, "1/3", path.join(out, "third"));
  const overlap = await slipway(merging, "merge", path.join(out, "1"), path.join(out, "2"), path.join(out, "third"));
  assert.match(overlap.stderr, /error\[shard-overlap\]/);

  const file = path.join(out, "2", merging.list("dist").find((name) => existsSync(path.join(out, "2", name))) ?? "");
  appendFileSync(file, "x");
  const damaged = await slipway(merging, "merge", path.join(out, "1"), path.join(out, "2"));
  assert.match(damaged.stderr, /error\[shard-damaged\]: .*has other bytes/);
});

test("merge refuses shards of two commits or two project files and names the difference", async (t) => {
  const [a, b] = [project(t), project(t)];
  await shard(a, "1/2", "parts/1");
  b.write({ ".goreleaser.yaml": CONFIG.replace("-s -w", "-s") });
  await shard(b, "2/2", path.join(a.root, "parts/2"));
  const config = await slipway(a, "merge", "parts/1", "parts/2");
  assert.match(
    config.stderr,
    /error\[shard-mismatch\]: Cannot merge: the section builds of the project file is not the same/,
  );

  b.commit("other");
  await shard(b, "2/2", path.join(a.root, "parts/2"));
  const commit = await slipway(a, "merge", "parts/1", "parts/2");
  assert.match(
    commit.stderr,
    /error\[shard-mismatch\]: Cannot merge: the commit is not the same\n {2}expected: [0-9a-f]{40} in /,
  );
});

test("merge names what to do next: flags that differ, shards that are missing, a folder of shards, a dirty checkout", async (t) => {
  const where = project(t);
  const make = (part: string, out: string, ...more: readonly string[]): Promise<Run> =>
    slipway(where, "release", "--shard", part, "--out", out, ...more);
  await shard(where, "1/3", "parts/1");
  const gap = await slipway(where, "merge", "parts/1");
  assert.match(
    gap.stderr,
    /error\[shard-gap\][\s\S]*next: slipway release --snapshot --skip=prove --shard 2\/3 --out DIR, and the same for 3\/3/,
  );
  const parent = await slipway(where, "merge", "parts");
  assert.match(parent.stderr, /error\[shard-missing\][\s\S]*next: slipway merge \S*parts\/\*/);
  assert.equal((await make("2/3", "parts/2", "--snapshot", "--skip=prove,archive")).code, 0);
  const flags = await slipway(where, "merge", "parts/1", "parts/2");
  assert.match(flags.stderr, /Cannot merge: the flag --skip is not the same/);
  assert.match(flags.stderr, /expected: --skip=prove in \S+1\n {2}actual: {3}--skip=archive,prove in \S+2/);

  assert.equal((await make("1/1", "parts/all", "--skip=publish,prove")).code, 0);
  where.write({ "more.txt": "not committed" });
  const dirty = await slipway(where, "merge", "parts/all");
  assert.match(dirty.stderr, /error\[git-dirty\]/);
  assert.match(dirty.stderr, /next: merge in a clean checkout of the shards' commit/);
});

test("release --split and continue --merge work as in GoReleaser's paid edition", async (t) => {
  const [one, parts, merging] = [project(t), project(t), project(t)];
  assert.equal(
    (await slipway(one, "release", "--snapshot", "--skip=prove", "--shard", "1/1", "--out", "parts")).code,
    0,
  );
  assert.equal((await slipway(one, "merge", "parts")).code, 0);
  for (const GGOOS of ["linux", "darwin", "windows"]) {
    const run = await runSlipway(["release", "--snapshot", "--skip=prove", "--split"], {
      cwd: parts.root,
      env: { GGOOS },
    });
    assert.equal(run.code, 0, run.stderr);
    cpSync(path.join(parts.root, "dist", GGOOS), path.join(merging.root, "dist", GGOOS), { recursive: true });
  }
  const merged = await slipway(merging, "continue", "--merge");
  assert.equal(merged.code, 0, merged.stderr);
  const own = (line: string): boolean => !/^(linux|darwin|windows)\//.test(line);
  assert.deepEqual(dist(merging).filter(own), dist(one));
});

test("release --shard refuses a folder with other files, and flags that do not fit", async (t) => {
  const where = project(t);
  writeFileSync(path.join(where.root, "dist-note"), "");
  const foreign = await slipway(where, "release", "--snapshot", "--shard", "1/2", "--out", ".");
  assert.match(foreign.stderr, /error\[shard-out-foreign\]/);
  writeFileSync(path.join(where.root, ".git", "file"), "");
  for (const out of [
    ".git/file",
    ".git/file/below",
    ...(process.platform === "linux" ? ["/proc/slipway-nowhere"] : []),
  ]) {
    const { code, stderr } = await slipway(where, "release", "--snapshot", "--shard", "1/2", "--out", out);
    assert.equal(code, 1);
    assert.match(stderr, /error\[output-not-written\]: Cannot write ".*": E[A-Z]+/);
    assert.ok(stderr.includes(`${out}"`), stderr);
    assert.match(stderr, /next: give --out a folder/);
    assert.doesNotMatch(stderr, /ok build/, "nothing was built for it");
  }
  const none = await slipway(where, "continue", "--merge");
  assert.match(
    none.stderr,
    /error\[shard-missing\]: There are no shards[\s\S]*next: GGOOS=linux slipway release --split/,
  );
  for (const [args, words] of [
    [["--shard", "3/2", "--out", "x"], /"3\/2" is no shard[\s\S]*next: --shard 1\/2 and --shard 2\/2/],
    [["--shard", "1/0", "--out", "x"], /"1\/0" is no shard[\s\S]*next: --shard 1\/2 and --shard 2\/2/],
    [["--shard", "1/2"], /--shard wants a folder/],
    [["--out", "x"], /--out goes with --shard[\s\S]*next: slipway release --shard 1\/2 --out DIR/],
    [["--shard", "1/2", "--out", "x", "--plan", "none.json"], /Cannot read the plan/],
  ] as const) {
    const run = await slipway(where, "release", "--snapshot", ...args);
    assert.match(run.stderr, words);
    assert.notEqual(run.code, 0);
  }
  const elsewhere = await runSlipway(
    ["-C", where.root, "release", "--snapshot", "--shard", "1/2", "--out", "x", "--plan", "none.json"],
    { cwd: path.dirname(where.root), env: { SLIPWAY_CACHE: path.join(where.root, ".git", "slipway-cache") } },
  );
  assert.ok(elsewhere.stderr.includes(path.join(where.root, "none.json")), elsewhere.stderr);
});

const SMOKED = `version: 2
builds:
  - targets: [linux_arm64]
prove:
  smoke:
    - args: [--version]
      output: "{{ .Version }}"
`;

/** A folder of the PATH with what a build needs and no emulator. */
function bareMachine(t: { after(fn: () => void): void }): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-bare-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["go", "git", "sh"]) {
    symlinkSync(execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim(), path.join(folder, name));
  }
  return folder;
}

test("a machine that can run a target proves it over the shards of one that cannot", async (t) => {
  needPrograms({ "qemu-aarch64-static": "qemu-user-static" });
  const bare = bareMachine(t);
  for (const sound of [true, false]) {
    const main = (TINY_MODULE["main.go"] ?? "").replace(
      "func main() {",
      sound ? "func main() {" : 'func main() {\n\tif version != "" {\n\t\tpanic("planted")\n\t}\n',
    );
    const files = { ...MODULE, "main.go": main, ".goreleaser.yaml": SMOKED };
    const [building, proving] = [tempProject(t, files, { tag: "v1.0.0" }), tempProject(t, files, { tag: "v1.0.0" })];
    const [part, proof] = [path.join(building.root, "parts/1"), path.join(proving.root, "parts/proof")];
    const env = { PATH: bare, SLIPWAY_CACHE: path.join(building.root, ".git", "slipway-cache") };
    const built = await runSlipway(["release", "--snapshot", "--shard", "1/1", "--out", part], {
      cwd: building.root,
      env,
    });
    assert.equal(built.code, 0, built.stderr);
    assert.match(built.stderr, /skipped smoke/);
    const proven = await slipway(proving, "merge", "--prove", "linux/arm64", "--out", proof, part);
    if (!sound) {
      assert.equal(proven.code, 4, proven.stderr);
      assert.ok(!existsSync(path.join(proof, "slipway-shard.json")), "a proof that failed is not there to be merged");
      continue;
    }
    assert.equal(proven.code, 0, proven.stderr);
    const unproven = await slipway(building, "merge", part);
    assert.match(unproven.stderr, /skipped smoke/);
    const merged = await slipway(proving, "merge", part, proof);
    assert.equal(merged.code, 0, merged.stderr);
    assert.doesNotMatch(merged.stderr, /skipped smoke/);
    const nothing = await slipway(proving, "merge", "--prove", "darwin/arm64", "--out", proof, part);
    assert.match(nothing.stderr, /error\[shard-empty\]/);
  }
});
