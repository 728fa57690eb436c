import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { BuildRig } from "../testing/build-rig.ts";
import { goFailure } from "./go-failure.ts";

const HOST = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const CLEAN = { GOFLAGS: undefined, GOENV: "off" };

function files(build: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    "go.mod": "module example.test/app\n\ngo 1.21\n",
    "main.go": "package main\n\nfunc main() { println(1) }\n",
    "slipway.yaml": `version: 2\nproject_name: app\nbuilds: [{ targets: [${HOST}], ${build} }]\n`,
    ...more,
  };
}

test("programs of a checkout are stamped with its commit, and dist does not make it dirty", async () => {
  await using rig = new BuildRig({ files: files("binary: app", { ".gitignore": "dist/\n" }), env: CLEAN });
  for (const argv of [
    ["init", "-q"],
    ["add", "."],
    ["-c", "user.name=a", "-c", "user.email=a@example.test", "commit", "-qm", "x"],
  ]) {
    execFileSync("git", argv, { cwd: rig.root });
  }
  await rig.gather();
  const plan = await rig.plan();
  await rig.run(plan);
  const program = join(rig.dist, plan.tasks[0]!.outputs[0]!.path);
  const info = execFileSync(rig.facts.toolchain!.go, ["version", "-m", program], { encoding: "utf8" });
  assert.match(info, new RegExp(`vcs.revision=${rig.facts.git!.commit}`));
  assert.match(info, /vcs\.modified=false/);
});

test("GOWORK around us decides neither about facts nor about builds", async () => {
  await using rig = await BuildRig.make({
    files: files("binary: app", {
      "go.mod": "module example.test/app\n\ngo 1.21\n\nrequire example.test/lib v0.0.0\n",
      "go.work": "go 1.21\n\nuse (\n\t.\n\t./lib\n)\n",
      "main.go": 'package main\n\nimport "example.test/lib"\n\nfunc main() { println(lib.N) }\n',
      "lib/go.mod": "module example.test/lib\n\ngo 1.21\n",
      "lib/lib.go": "package lib\n\nconst N = 1\n",
    }),
    env: { ...CLEAN, GOWORK: "off" },
  });
  assert.equal(rig.facts.module?.workspace, join(rig.root, "go.work"));
  const plan = await rig.plan();
  await rig.run(plan);
  assert.equal(rig.results.size, 1);
  assert.ok(plan.findings.some(({ code, actual }) => code === "ambient-variable-ignored" && actual === "GOWORK=off"));
});

test("-mod=mod writes to copies: go.mod and go.sum stay as they are", async () => {
  const goMod =
    "module example.test/app\n\ngo 1.21\n\nrequire example.test/lib v0.0.0\n\nreplace example.test/lib => ./lib\n";
  await using rig = await BuildRig.make({
    files: files("flags: [-trimpath, -mod=mod]", {
      "go.mod": `${goMod}\n\n\n`,
      "main.go": 'package main\n\nimport "example.test/lib"\n\nfunc main() { println(lib.N) }\n',
      "lib/go.mod": "module example.test/lib\n",
      "lib/lib.go": "package lib\n\nconst N = 1\n",
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  await rig.run(plan);
  assert.ok(rig.processes.some((argv) => argv.some((argument) => argument.startsWith("-modfile="))));
  assert.equal(readFileSync(join(rig.root, "go.mod"), "utf8"), `${goMod}\n\n\n`);
  const found = await rig.discover(plan.tasks[0]!);
  assert.ok(
    found.files.some((file) => file.endsWith("lib/lib.go")),
    "a replaced folder is part of the program",
  );
  assert.deepEqual(
    found.files.filter((file) => !file.startsWith(rig.root)),
    [],
    "no copy that is gone after the run, or nothing would ever be cached",
  );
  assert.ok(found.files.includes(join(rig.root, "go.mod")));
});

test("a tool that is not there is named", async () => {
  await using rig = await BuildRig.make({ files: files("tool: no-such-tinygo, no_main_check: true"), env: CLEAN });
  const plan = await rig.plan();
  await assert.rejects(rig.run(plan), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    return error.code === "tool-not-found" && error.message.includes("no-such-tinygo");
  });
});

test("another compiler is given GoReleaser's arguments and no flags of Go's own", async () => {
  await using rig = await BuildRig.make({
    files: files('tool: ./tool.sh, no_main_check: true, flags: ["-target=wasi"], ldflags: ["-X a=b"]', {
      "tool.sh":
        '#!/bin/sh\nfor word; do last2=$last; last=$word; [ "$last2" = -o ] && out=$word; done\necho "$@" >"$out"\n',
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  await rig.run(plan);
  const said = readFileSync(join(rig.dist, plan.tasks[0]!.outputs[0]!.path), "utf8");
  assert.match(said, /^build -target=wasi -ldflags=-X a=b -o \S+ \.\n$/);
});

test("goFailure() says what may be missing when the folder of a replace is empty or not there", () => {
  for (const stderr of [
    "main.go:3:8: example.com/lib@v0.0.0 (replaced by ./third/lib): reading third/lib/go.mod: open /p/third/lib/go.mod: no such file",
    "main.go:3:8: example.com/lib@v0.0.0: replacement directory ../lib does not exist",
  ]) {
    const result = { stdout: "", stderr, exitCode: 1, ms: 1, timedOut: false };
    assert.match(goFailure(result, { what: "Cannot build x", cwd: "/p", root: "/p" }).details.hint ?? "", /submodule/);
  }
});

test("goFailure() keeps every position with its message, once, from the project's folder on", () => {
  const stderr = [
    "# example.test/x",
    "./main.go:3:2: undefined: a",
    "\t./main.go:1:1: this is no error of its own",
    "sub/y.go:7: undefined: b",
    "./main.go:3:2: undefined: a",
    "/usr/lib/go/src/fmt/print.go:9:1: undefined: c",
    "too many errors",
  ].join("\n");
  const result = { stdout: "", stderr, exitCode: 1, ms: 1, timedOut: false };
  const { message, details } = goFailure(result, { what: "Cannot build x", cwd: "/p/app", root: "/p" });
  assert.equal(message, "Cannot build x: undefined: a");
  assert.deepEqual(details.where, { file: "app/main.go", line: 3, column: 2 });
  assert.deepEqual(details.also, [
    { where: { file: "app/sub/y.go", line: 7 }, message: "undefined: b" },
    { where: { file: "/usr/lib/go/src/fmt/print.go", line: 9, column: 1 }, message: "undefined: c" },
  ]);
});

test("goFailure() cuts a flood of errors and keeps the first position", () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `cmd/x.go:${index + 1}:2: undefined: y${index}`);
  const result = { exitCode: 1, stdout: "", stderr: `# example.test/x\n${lines.join("\n")}\n`, ms: 1, timedOut: false };
  const error = goFailure(result, { what: "Cannot build x", cwd: "/p/sub", root: "/p" });
  assert.equal(error.message, "Cannot build x: undefined: y0");
  assert.deepEqual(error.details.where, { file: "sub/cmd/x.go", line: 1, column: 2 });
  assert.equal(error.details.output?.split("\n").length, 61);
  assert.ok(error.details.output?.endsWith("[4941 more lines]"));
});
