import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { BuildRig } from "../testing/build-rig.ts";

const HOST = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const MAIN = `package main

import "example.test/app/internal/say"

var version = "dev"

func main() { println(say.Hello(), version) }
`;
const SAY = `package say

func Hello() string { return "hello" }
`;

function project(more: Record<string, string> = {}): Record<string, string> {
  return {
    "go.mod": "module example.test/app\n\ngo 1.21\n",
    "cmd/one/main.go": MAIN,
    "cmd/two/main.go": MAIN,
    "internal/say/say.go": SAY,
    "slipway.yaml": `version: 2
project_name: app
builds:
  - { id: one, main: ./cmd/one, binary: one, targets: [${HOST}], ldflags: ["-s -w -X main.version=1.{{ .Os }}"] }
  - { id: two, main: ./cmd/two, binary: two, targets: [${HOST}], ldflags: ["-s -w -X main.version=2.{{ .Os }}"] }
`,
    ...more,
  };
}

/** Variables of the machine that would show up as findings. */
const CLEAN = { GOFLAGS: undefined, GOENV: "off" };

test("go-build builds programs with equal settings by one go build, with the bytes of separate builds", async () => {
  await using rig = await BuildRig.make({ files: project(), env: CLEAN });
  const plan = await rig.plan();
  assert.equal(plan.tasks.length, 2);
  assert.equal(plan.tasks[0]!.batch, plan.tasks[1]!.batch);
  await rig.run(plan);
  const builds = rig.processes.filter((argv) => argv[1] === "build");
  assert.equal(builds.length, 1);
  const together = plan.tasks.map((task) => readFileSync(join(rig.dist, task.outputs[0]!.path)));
  const said = execFileSync(join(rig.dist, plan.tasks[1]!.outputs[0]!.path), { stdio: ["ignore", "pipe", "pipe"] });
  assert.equal(said.length, 0);

  for (const [index, main] of ["one", "two"].entries()) {
    const file = join(rig.root, "..", `alone-${main}`);
    execFileSync(
      rig.facts.toolchain!.go,
      [
        "build",
        "-trimpath",
        "-buildvcs=false",
        `-ldflags=-s -w -X main.version=${index + 1}.linux`,
        "-o",
        file,
        `./cmd/${main}`,
      ],
      {
        cwd: rig.root,
        env: { ...process.env, GOFLAGS: "", CGO_ENABLED: "0" },
      },
    );
    if (process.platform === "linux")
      assert.ok(readFileSync(file).equals(together[index]!), `${main} differs from a build alone`);
  }
});

test("go-build reuses what Go finds still right, and never a torn file", async () => {
  await using rig = await BuildRig.make({ files: project(), env: CLEAN });
  const plan = await rig.plan();
  await rig.run(plan);
  assert.deepEqual(
    [...rig.results.values()].map((result) => result.level),
    ["made", "made"],
  );
  const first = readFileSync(join(rig.dist, plan.tasks[0]!.outputs[0]!.path));

  rig.nextRun();
  await rig.run(await rig.plan());
  assert.deepEqual(
    [...rig.results.values()].map((result) => result.level),
    ["L2", "L2"],
  );

  const kept = execFileSync("find", [rig.keep, "-name", "one*", "-type", "f", "!", "-name", "*.sha256"], {
    encoding: "utf8",
  }).trim();
  truncateSync(kept, statSync(kept).size - 1000);
  rig.nextRun();
  await rig.run(await rig.plan());
  assert.deepEqual(
    [...rig.results.values()].map((result) => result.level),
    ["made", "L2"],
  );
  assert.ok(readFileSync(join(rig.dist, plan.tasks[0]!.outputs[0]!.path)).equals(first));

  // The same size and the same build ID: only its times tell that somebody wrote to it.
  const edited = readFileSync(kept);
  edited[edited.length - 9]! ^= 1;
  writeFileSync(kept, edited);
  rig.nextRun();
  await rig.run(await rig.plan());
  assert.deepEqual(
    [...rig.results.values()].map((result) => result.level),
    ["made", "L2"],
  );
  assert.ok(readFileSync(join(rig.dist, plan.tasks[0]!.outputs[0]!.path)).equals(first));

  rig.write({ "cmd/two/main.go": MAIN.replace('"dev"', '"other"').replace("println(", 'println("x", ') });
  rig.nextRun();
  await rig.run(await rig.plan());
  assert.deepEqual(
    [...rig.results.values()].map((result) => result.level),
    ["L2", "made"],
  );
});

test("go-build discovers files, folders and embeds of its own program only, by one go list", async () => {
  await using rig = await BuildRig.make({
    files: project({
      "cmd/two/main.go": `package main

import _ "embed"

//go:embed static/text.txt
var text string

func main() { println(text) }
`,
      "cmd/two/static/text.txt": "hi",
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  const [one, two] = [await rig.discover(plan.tasks[0]!), await rig.discover(plan.tasks[1]!)];
  assert.equal(rig.processes.filter((argv) => argv[1] === "list").length, 1);
  const relative = (files: readonly string[]): string[] => files.map((file) => file.slice(rig.root.length + 1));
  assert.deepEqual(relative(one.files), ["cmd/one/main.go", "go.mod", "internal/say/say.go"]);
  assert.deepEqual(relative(two.files), ["cmd/two/main.go", "cmd/two/static/text.txt", "go.mod"]);
  assert.deepEqual(relative(two.folders), ["cmd/two", "cmd/two/static"]);
  assert.equal(one.values["toolchain"], rig.facts.toolchain!.version);
  assert.deepEqual(one.detail, {
    packages: {
      "example.test/app/cmd/one": { files: ["cmd/one/main.go"], imports: ["example.test/app/internal/say"] },
      "example.test/app/internal/say": { files: ["internal/say/say.go"], imports: [] },
    },
  });
});

test("go-build makes one error of a compile error, with Go's position, and still builds the other program", async () => {
  await using rig = await BuildRig.make({
    files: project({ "cmd/one/main.go": "package main\n\nfunc main() {\n\tx := 1\n}\n" }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  await assert.rejects(rig.run(plan), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, "build-failed");
    assert.match(error.message, /Cannot build one for .*: declared and not used: x/);
    assert.deepEqual(error.details.where, { file: "cmd/one/main.go", line: 4, column: 2 });
    return true;
  });
  assert.ok(existsSync(join(rig.dist, plan.tasks[1]!.outputs[0]!.path)));
});

test("go-build keeps ambient variables out and says so", async () => {
  await using clean = await BuildRig.make({ files: project(), env: CLEAN });
  await clean.run(await clean.plan());
  const hostile = {
    GOFLAGS: "-tags=hostile -ldflags=-s",
    GOAMD64: "v3",
    GOEXPERIMENT: "none",
    CGO_ENABLED: "1",
    GOENV: "off",
  };
  await using rig = await BuildRig.make({ files: project(), env: hostile });
  const plan = await rig.plan();
  assert.deepEqual(
    plan.findings.map((finding) => [finding.code, finding.actual]),
    ["CGO_ENABLED=1", "GOAMD64=v3", "GOEXPERIMENT=none", "GOFLAGS=-tags=hostile -ldflags=-s"].map((actual) => [
      "ambient-variable-ignored",
      actual,
    ]),
  );
  await rig.run(plan);
  for (const task of plan.tasks) {
    const path = task.outputs[0]!.path;
    assert.ok(readFileSync(join(rig.dist, path)).equals(readFileSync(join(clean.dist, path))), path);
  }
});

test("go-build refuses a main that is none, naming those that there are", async () => {
  await using rig = await BuildRig.make({
    files: project({ "slipway.yaml": "version: 2\nproject_name: app\nbuilds: [{ main: ./cmd/three }]\n" }),
    env: CLEAN,
  });
  await assert.rejects(rig.plan(), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, "build-not-main");
    assert.equal(error.details.actual, "main packages at ./cmd/one, ./cmd/two");
    assert.equal(error.details.where?.line, 3);
    return true;
  });
});
