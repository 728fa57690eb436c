import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject, type TempProject } from "../testing/temp-project.ts";

/** One target keeps these tests quick; what they are about does not depend on the others. */
const ONE_TARGET = "version: 2\nbuilds:\n  - targets: [linux_amd64]\n    env: [CGO_ENABLED=0]\n";
const SNAPSHOT = ["release", "--snapshot", "--skip=prove"];

function refused(run: Run, code: number, ...patterns: readonly RegExp[]): void {
  assert.equal(run.code, code, run.stderr);
  for (const pattern of patterns) assert.match(run.stderr, pattern);
  assert.doesNotMatch(run.stderr, /this is a bug|\n {4}at /, "a clear error has no stack");
}

test("release without Go names the ways to get one", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  const bin = path.join(project.root, "..", "bin");
  mkdirSync(bin);
  for (const dir of (process.env["PATH"] ?? "").split(":")) {
    const git = path.join(dir, "git");
    if (existsSync(git) && !existsSync(path.join(bin, "git"))) symlinkSync(git, path.join(bin, "git"));
  }
  const run = await runSlipway(SNAPSHOT, { cwd: project.root, env: { PATH: bin, GOPROXY: "off" } });
  refused(run, 1, /go/i, /next: /);
  assert.equal(existsSync(path.join(project.root, "dist")), false);
});

test("release without a main package says where it looked", async (t) => {
  const project = tempProject(
    t,
    { "go.mod": "module example.test/lib\n\ngo 1.21\n", "lib.go": "package lib\n" },
    { tag: "v1.0.0" },
  );
  refused(await runSlipway(SNAPSHOT, { cwd: project.root }), 1, /main package/);
});

test("release shows Go's own words for a broken import, with its position", async (t) => {
  const files = {
    ...TINY_MODULE,
    "slipway.yaml": ONE_TARGET,
    "main.go": 'package main\n\nimport "example.test/tiny/missing"\n\nfunc main() { missing.Run() }\n',
  };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  refused(await runSlipway(SNAPSHOT, { cwd: project.root }), 1, /main\.go:3:8/, /example\.test\/tiny\/missing/);
});

test("release points at the compile error and keeps the other targets", async (t) => {
  const files = {
    ...TINY_MODULE,
    "slipway.yaml": "version: 2\nbuilds:\n  - targets: [linux_amd64, windows_amd64]\n    env: [CGO_ENABLED=0]\n",
    "only_windows.go": 'package main\n\nvar broken int = "text"\n',
  };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  project.git("mv", "only_windows.go", "broken_windows.go");
  project.commit();
  const run = await runSlipway(SNAPSHOT, { cwd: project.root });
  refused(run, 1, /broken_windows\.go:3:18/, /ok build .*linux\/amd64/);
});

test("a bad template points at line and column", async (t) => {
  const files = { ...TINY_MODULE, "slipway.yaml": `${ONE_TARGET}archives:\n  - name_template: "{{ .ProjectNam }}"\n` };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  refused(await runSlipway(SNAPSHOT, { cwd: project.root }), 2, /slipway\.yaml:6:\d+/, /ProjectNam/);
});

test("an unknown key is refused with the right word", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": "version: 2\narchive: []\n" }, { tag: "v1.0.0" });
  refused(await runSlipway(SNAPSHOT, { cwd: project.root }), 2, /slipway\.yaml:2:1/, /archives/);
});

test("two archives with one name are refused before anything is built", async (t) => {
  const files = {
    ...TINY_MODULE,
    "slipway.yaml": `version: 2\nbuilds:\n  - targets: [linux_amd64, linux_arm64]\narchives:\n  - name_template: same\n`,
  };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  const run = await runSlipway(SNAPSHOT, { cwd: project.root });
  refused(run, 2, /same\.tar\.gz/);
  assert.doesNotMatch(run.stderr, /ok build/);
});

test("release refuses a dirty tree and says which files", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  project.write({ "README.md": "changed\n" });
  refused(await runSlipway(["release", "--skip=publish,prove"], { cwd: project.root }), 1, /README\.md/);
});

test("release refuses a commit without a tag", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET });
  refused(await runSlipway(["release", "--skip=publish,prove"], { cwd: project.root }), 1, /tag/, /--snapshot/);
});

test("release without --snapshot wants --skip=publish until there are publishers", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  const run = await runSlipway(["release"], { cwd: project.root });
  refused(run, 2, /--skip=publish/);
  assert.equal(existsSync(path.join(project.root, "dist")), false);
});

test("a dist with foreign files is refused, and --clean empties it", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  project.write({ "dist/mine.txt": "precious\n" });
  refused(await runSlipway(SNAPSHOT, { cwd: project.root }), 1, /dist/, /--clean/);
  assert.equal(project.read("dist/mine.txt"), "precious\n");
  const run = await runSlipway([...SNAPSHOT, "--clean"], { cwd: project.root });
  assert.equal(run.code, 0, run.stderr);
  assert.ok(!project.list("dist").includes("mine.txt"));
});

test("a dist that Slipway wrote is known without its cache, and foreign files in it are too", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  const cache = (name: string): Record<string, string> => ({ SLIPWAY_CACHE: path.join(project.root, "..", name) });
  assert.equal((await runSlipway(SNAPSHOT, { cwd: project.root, env: cache("one") })).code, 0);
  const old = project.list("dist").find((file) => file.endsWith(".tar.gz"))!;
  project.write({ "README.md": "# later\n" });
  project.commit();
  const later = await runSlipway(SNAPSHOT, { cwd: project.root, env: cache("two") });
  assert.equal(later.code, 0, later.stderr);
  assert.ok(!project.list("dist").includes(old), "what an earlier version left is gone");
  project.write({ "dist/mine.txt": "precious\n" });
  refused(await runSlipway(SNAPSHOT, { cwd: project.root, env: cache("three") }), 1, /mine\.txt/, /--clean/);
});

/** Root may write everywhere, so it gets a mount that is read-only; others a folder without the right to write. */
function readOnly(project: TempProject): readonly string[] {
  if (process.getuid?.() !== 0) {
    chmodSync(project.root, 0o555);
    return [];
  }
  const script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"';
  return ["unshare", "--mount", "sh", "-c", script, project.root];
}

test("a read-only project folder is a clear error", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  const through = readOnly(project);
  const run = await runSlipway(SNAPSHOT, { cwd: project.root, through });
  // Before what removes the project, which is asked for first and so comes first.
  chmodSync(project.root, 0o755);
  refused(run, 1, /dist/, /read-only|permission/);
});

test("a path with spaces and letters beyond ASCII works", async (t) => {
  const project = tempProject(
    t,
    { ...TINY_MODULE, "slipway.yaml": ONE_TARGET },
    { tag: "v1.0.0", name: "größe 漢字 dir" },
  );
  const run = await runSlipway(SNAPSHOT, { cwd: project.root });
  assert.equal(run.code, 0, run.stderr);
  assert.ok(project.list("dist").some((file) => file.endsWith(".tar.gz")));
});

test("a hook that hangs is stopped by the timeout", async (t) => {
  const files = { ...TINY_MODULE, "slipway.yaml": `${ONE_TARGET}before:\n  hooks:\n    - sleep 60\n` };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  refused(await runSlipway([...SNAPSHOT, "--timeout=2s"], { cwd: project.root }), 1, /timeout|timed out|2 s/i);
});

test("a hook that prints 10 MB does not drown the error", async (t) => {
  const noisy = 'import sys\nfor i in range(160000): print("x" * 64)\nsys.exit(3)\n';
  const shell =
    "i=0; while [ $i -lt 2000 ]; do head -c 5000 /dev/zero | tr '\\0' 'x'; echo; i=$((i+1)); done; exit 3\n";
  const files = {
    ...TINY_MODULE,
    "noisy.py": noisy,
    "noisy.sh": shell,
    "slipway.yaml": `${ONE_TARGET}before:\n  hooks:\n    - sh noisy.sh\n`,
  };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  const run = await runSlipway(SNAPSHOT, { cwd: project.root });
  refused(run, 1, /noisy\.sh/);
  assert.ok(run.stderr.length < 1_000_000, `${run.stderr.length} characters on stderr`);
});

test("unknown words are refused with a suggestion", async (t) => {
  const project = tempProject(t, { "a.txt": "" }, { git: false });
  refused(await runSlipway(["relase"], { cwd: project.root }), 2, /release/);
  refused(await runSlipway(["release", "--snapsho"], { cwd: project.root }), 2, /--snapshot/);
  refused(await runSlipway(["release", "--skip=publis"], { cwd: project.root }), 2, /publish/);
  refused(await runSlipway(["release", "--timeout=soon"], { cwd: project.root }), 2, /--timeout/);
  refused(await runSlipway(["build", "-p", "0"], { cwd: project.root }), 2, /parallelism/);
});

test("a config that is not there is refused by name", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  refused(await runSlipway([...SNAPSHOT, "-f", "nowhere.yaml"], { cwd: project.root }), 2, /nowhere\.yaml/);
  refused(await runSlipway([...SNAPSHOT, "-C", "nofolder"], { cwd: project.root }), 2, /nofolder/);
});

test("two runs at once in one project do not disturb each other", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": ONE_TARGET }, { tag: "v1.0.0" });
  const runs = await Promise.all([
    runSlipway(SNAPSHOT, { cwd: project.root }),
    runSlipway(SNAPSHOT, { cwd: project.root }),
  ]);
  const codes = runs.map((run) => Number(run.code)).sort((a, b) => a - b);
  assert.ok(codes[0] === 0 && (codes[1] === 0 || codes[1] === 1), runs.map((run) => run.stderr).join("\n"));
  const loser = runs.find((run) => run.code === 1);
  if (loser) refused(loser, 1, /another|pid/i);
  assert.ok(project.list("dist").some((file) => file.endsWith("checksums.txt")));
});

test("Ctrl-C stops a run and leaves no process behind", { skip: process.platform === "win32" }, async (t) => {
  const files = {
    ...TINY_MODULE,
    "slipway.yaml": `${ONE_TARGET}before:\n  hooks:\n    - sh wait.sh\n`,
    "wait.sh": 'echo $$ >"$PIDFILE"; sleep 300 & wait\n',
  };
  const project = tempProject(t, files, { tag: "v1.0.0" });
  const pidFile = path.join(project.root, "..", "pid");
  writeFileSync(pidFile, "");
  const run = await runSlipway(SNAPSHOT, {
    cwd: project.root,
    env: { PIDFILE: pidFile },
    onStart: (child) => {
      const timer = setInterval(() => {
        if (!existsSync(pidFile) || project.read("../pid") === "") return;
        clearInterval(timer);
        child.kill("SIGINT");
      }, 20);
    },
  });
  refused(run, 1, /cancelled|interrupted/i);
  const pid = Number(project.read("../pid"));
  assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
});
