import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject, type TempProject } from "../testing/temp-project.ts";

const SNAPSHOT = ["release", "--snapshot", "--skip=prove"];
const EIGHT = [
  "darwin_amd64.tar.gz",
  "darwin_arm64.tar.gz",
  "linux_386.tar.gz",
  "linux_amd64.tar.gz",
  "linux_arm64.tar.gz",
  "windows_386.tar.gz",
  "windows_amd64.tar.gz",
  "windows_arm64.tar.gz",
];

/** One `task-finished` line of NDJSON. */
interface Finished {
  readonly type: string;
  readonly task: string;
  readonly kind: string;
  readonly status: string;
  readonly level?: string;
}

async function release(
  project: TempProject,
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Finished[]> {
  const run = await runSlipway([...SNAPSHOT, "--json", ...args], { cwd: project.root, env });
  assert.equal(run.code, 0, run.stderr);
  const events = run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Finished);
  return events.filter((event) => event.type === "task-finished");
}

function digests(project: TempProject): Record<string, string> {
  const files = project.list("dist").filter((file) => !/\.json$|\.yaml$|^report\./.test(file));
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(path.join(project.root, "dist", file)))
        .digest("hex"),
    ]),
  );
}

function cacheOf(project: TempProject): Record<string, string> {
  return { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
}

test("release of a module with no file makes eight archives and right checksums", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  await release(project, [], cacheOf(project));
  const files = project.list("dist");
  const version = "1.2.3-SNAPSHOT-";
  const archives = files.filter((file) => file.endsWith(".tar.gz"));
  assert.deepEqual(
    archives.map((file) => file.replace(/^tiny_1\.2\.3-SNAPSHOT-[0-9a-f]{7}_/, "")),
    EIGHT,
  );
  assert.ok(archives.every((file) => file.includes(version)));
  assert.ok(files.includes("artifacts.json") && files.includes("metadata.json") && files.includes("config.yaml"));
  const lines = project
    .read(`dist/${files.find((file) => file.endsWith("checksums.txt"))}`)
    .trimEnd()
    .split("\n");
  assert.deepEqual(
    lines.map((line) => line.split("  ")[1]),
    archives,
  );
  for (const line of lines) {
    const [digest, name = ""] = line.split("  ");
    assert.equal(
      createHash("sha256")
        .update(readFileSync(path.join(project.root, "dist", name)))
        .digest("hex"),
      digest,
    );
  }
});

test("release again does nothing, and remakes a wiped dist from the store", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  const cache = cacheOf(project);
  await release(project, [], cache);
  const first = digests(project);
  const archive = Object.keys(first).find((file) => file.endsWith(".tar.gz")) ?? "";
  const before = statSync(path.join(project.root, "dist", archive)).ino;

  const again = await release(project, [], cache);
  assert.deepEqual(
    [...new Set(again.filter((task) => task.kind === "go-build" || task.kind === "archive").map((task) => task.level))],
    ["L0"],
  );
  assert.equal(
    statSync(path.join(project.root, "dist", archive)).ino,
    before,
    "an unchanged file is not written again",
  );

  rmSync(path.join(project.root, "dist"), { recursive: true });
  const wiped = await release(project, [], cache);
  assert.ok(wiped.every((task) => task.kind !== "go-build" || task.level !== "made"));
  assert.deepEqual(digests(project), first);
});

test("release of the same commit elsewhere gives the same bytes, whatever stands in the environment", async (t) => {
  const one = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  const two = tempProject(t, TINY_MODULE, { tag: "v1.2.3", name: "other ü" });
  await release(one, [], cacheOf(one));
  const hostile = {
    ...cacheOf(two),
    GOFLAGS: "-tags=hostile -ldflags=-X=main.version=evil",
    GOAMD64: "v3",
    GO386: "softfloat",
    CGO_ENABLED: "1",
    TZ: "Asia/Kathmandu",
    LC_ALL: "C",
  };
  await release(two, ["--parallelism=1"], hostile);
  assert.deepEqual(digests(two), digests(one));
});

test("a file whose time changed and whose bytes did not makes nothing again", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  const cache = cacheOf(project);
  await release(project, ["--id=tiny"], cache);
  utimesSync(path.join(project.root, "main.go"), 1_700_000_000, 1_700_000_000);
  const levels = (await release(project, ["--id=tiny"], cache))
    .filter((task) => task.kind === "go-build")
    .map((task) => task.level);
  assert.ok(
    levels.every((level) => level === "L1"),
    levels.join(" "),
  );
});

test("a later version has the bytes that an empty cache gives, and stale files leave dist with and without --clean", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  const cache = cacheOf(project);
  await release(project, [], cache);
  project.write({ "README.md": "# other\n" });
  project.commit();
  project.git("tag", "v1.3.0");
  await release(project, [], cache);
  assert.deepEqual(
    project.list("dist").filter((file) => file.includes("1.2.3")),
    [],
  );
  const later = digests(project);
  await release(project, ["--clean"], { SLIPWAY_CACHE: `${cache["SLIPWAY_CACHE"]}-2` });
  assert.deepEqual(digests(project), later);
  const archives = (): string[] => project.list("dist").filter((file) => file.endsWith(".tar.gz"));
  assert.equal(archives().length, 8);

  // A part of the same version leaves the rest, and a part of another one does not.
  const build = ["build", "--snapshot", "--single-target"];
  const one = { cwd: project.root, env: cache };
  await release(project, [], cache);
  assert.equal((await runSlipway(build, one)).code, 0);
  assert.equal(archives().length, 8);
  project.write({ "README.md": "# another\n" });
  project.commit();
  assert.equal((await runSlipway(build, one)).code, 0);
  assert.deepEqual(archives(), []);
  assert.equal(project.list("dist").filter((file) => file.endsWith("/tiny")).length, 1);
});

test("build --single-target -o copies this machine's program", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  const run = await runSlipway(["build", "--snapshot", "--single-target", "-o", "out/prog"], {
    cwd: project.root,
    env: cacheOf(project),
  });
  assert.equal(run.code, 0, run.stderr);
  assert.ok(statSync(path.join(project.root, "out", "prog")).mode & 0o100);
  assert.equal(project.list("dist").filter((file) => file.endsWith("/tiny")).length, 1);
});

test("plan is pure: it lists everything and writes nothing", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.2.3" });
  const env = cacheOf(project);
  const run = await runSlipway(["plan", "--snapshot", "--json"], { cwd: project.root, env });
  assert.equal(run.code, 0, run.stderr);
  const plan = JSON.parse(run.stdout) as { targets: string[]; tasks: { id: string; outputs: { path: string }[] }[] };
  assert.equal(plan.targets.length, 8);
  assert.ok(plan.tasks.flatMap((task) => task.outputs).some((output) => output.path.endsWith("windows_arm64.tar.gz")));
  assert.ok(!project.list().some((file) => file.startsWith("dist/")));
  const again = await runSlipway(["plan", "--snapshot", "--json"], { cwd: project.root, env });
  assert.equal(again.stdout, run.stdout);
});
