import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import test, { type TestContext } from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { tempProject, type TempProject } from "../testing/temp-project.ts";

const GOOD = `package main

import "fmt"

var version = "dev"

func main() { fmt.Println("prog", version) }
`;

interface Planted {
  readonly main?: string;
  readonly config?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly cgo?: boolean;
}

/** A project whose program is released for two Linux targets, with a fault or none. */
function planted(t: TestContext, { main = GOOD, config = "", files = {}, cgo = false }: Planted = {}): TempProject {
  const targets = cgo ? "[linux_amd64]" : "[linux_amd64, linux_arm64]";
  return tempProject(
    t,
    {
      ".gitignore": "dist/\n",
      "go.mod": "module example.test/prog\n\ngo 1.21\n",
      "main.go": main,
      "slipway.yaml": `version: 2
project_name: prog
builds:
  - env: [CGO_ENABLED=${cgo ? 1 : 0}]
    targets: ${targets}
    flags: ["-trimpath", "-buildvcs=true"]
    ldflags: ["-X main.version={{ .Version }}"]
${config}`,
      ...files,
    },
    { tag: "v1.0.0" },
  );
}

function slipway(project: TempProject, ...args: string[]): Promise<Run> {
  return runSlipway(args, { cwd: project.root, env: { SLIPWAY_CACHE: path.join(project.root, "..", "cache") } });
}

/** Releases and expects to be refused with a finding of this code before anything could be published. */
async function refused(project: TempProject, code: string, ...args: string[]): Promise<string> {
  const run = await slipway(project, "release", "--snapshot", ...args);
  assert.equal(run.code, 4, run.stderr);
  assert.match(run.stderr, new RegExp(`error\\[${code}\\]`));
  const report = JSON.parse(project.read("dist/report.json")) as { ok: boolean; findings: { code: string }[] };
  assert.equal(report.ok, false);
  assert.ok(report.findings.some((finding) => finding.code === code));
  return run.stderr;
}

/** A dist folder that was made well and then changed by somebody. */
async function proveChanged(
  t: TestContext,
  code: string,
  change: (dist: string, project: TempProject) => void,
): Promise<void> {
  const project = planted(t);
  const made = await slipway(project, "release", "--snapshot", "--skip=prove");
  assert.equal(made.code, 0, made.stderr);
  const sound = await slipway(project, "prove", "dist", "--target", "linux/amd64");
  assert.equal(sound.code, 0, sound.stderr);
  change(path.join(project.root, "dist"), project);
  const run = await slipway(project, "prove", "dist", "--target", "linux/amd64");
  assert.equal(run.code, 4, run.stderr);
  assert.match(run.stderr, new RegExp(`error\\[${code}\\]`));
}

/** Packs the archive for amd64 anew, with what `fill` puts into a folder. */
function repack(dist: string, project: TempProject, fill: (folder: string) => string): void {
  const name = project.list("dist").find((file) => file.endsWith("linux_amd64.tar.gz"))!;
  const folder = path.join(project.root, "..", "repack");
  execFileSync("mkdir", ["-p", folder]);
  execFileSync("tar", ["-C", folder, "-czf", path.join(dist, name), fill(folder)]);
}

test("a sound program passes", async (t) => {
  const run = await slipway(planted(t), "release", "--snapshot");
  assert.equal(run.code, 0, run.stderr);
});

test("fault 1: an archive without the program", async (t) => {
  await proveChanged(t, "archive-program-missing", (dist, project) =>
    repack(dist, project, (folder) => {
      writeFileSync(path.join(folder, "README"), "nothing else\n");
      return "README";
    }),
  );
});

test("fault 2: the executable bit is lost", async (t) => {
  await proveChanged(t, "archive-not-executable", (dist, project) =>
    repack(dist, project, (folder) => {
      execFileSync("install", ["-m", "644", path.join(dist, "prog_linux_amd64_v1", "prog"), folder]);
      return "prog";
    }),
  );
});

test("fault 3: a program for another processor in the archive", async (t) => {
  await proveChanged(t, "archive-wrong-target", (dist, project) =>
    repack(dist, project, (folder) => {
      execFileSync("cp", [path.join(dist, "prog_linux_arm64_v8.0", "prog"), folder]);
      return "prog";
    }),
  );
});

test("fault 4: a wrong version", async (t) => {
  const config = 'prove:\n  smoke:\n    - args: ["--version"]\n      output: "{{ .Version }}"\n';
  for (const wrong of ['"0.9.0"', '"1"+version', 'version+"1"'])
    await refused(
      planted(t, { config, main: GOOD.replace("version)", `${wrong})`) }),
      "smoke-output",
      "--single-target",
    );
});

test("fault 5: a crash at start", async (t) => {
  const main = 'package main\n\nvar m map[string]int\n\nfunc main() { m["a"] = 1 }\n';
  assert.match(await refused(planted(t, { main }), "smoke-crashed"), /assignment to entry in nil map/);
});

test("fault 6: a hang at start", async (t) => {
  const main = 'package main\n\nimport "time"\n\nfunc main() { time.Sleep(time.Hour) }\n';
  assert.match(
    await refused(planted(t, { main }), "smoke-silent", "--single-target"),
    /prove:\n\s+smoke:\n\s+- args: \[\]\n\s+expect: running/,
  );
});

test("fault 7: a shared library that users do not have", async (t) => {
  needPrograms({ gcc: "gcc", objdump: "binutils" });
  const main =
    'package main\n\n// #cgo LDFLAGS: -L${SRCDIR} -lplanted\n// int planted(void);\nimport "C"\n\nfunc main() { println(C.planted()) }\n';
  const project = planted(t, {
    main,
    cgo: true,
    files: { ".gitignore": "dist/\n*.so\n", "planted.c.txt": "int planted(void) { return 7; }\n" },
  });
  execFileSync("gcc", ["-shared", "-x", "c", "-o", "libplanted.so", "planted.c.txt"], { cwd: project.root });
  await refused(project, "smoke-library-missing");
});

test("fault 8: an embedded file is missing", async (t) => {
  const main = `package main

import (
	"embed"
	"fmt"
	"html/template"
)

//go:embed web
var web embed.FS

var page = template.Must(template.ParseFS(web, "web/index.html"))

func main() { fmt.Println(page.Name()) }
`;
  await refused(planted(t, { main, files: { "web/other.txt": "not the page\n" } }), "smoke-crashed");
});

test("fault 9: a checkout with changes is refused for a release, a warning for a snapshot", async (t) => {
  const project = planted(t);
  writeFileSync(path.join(project.root, "README.md"), "changed\n");
  const release = await slipway(project, "release", "--skip=publish");
  assert.equal(release.code, 1);
  assert.match(release.stderr, /error\[git-dirty\]/);
  const snapshot = await slipway(project, "release", "--snapshot");
  assert.equal(snapshot.code, 0, snapshot.stderr);
  assert.match(snapshot.stderr, /warning\[git-dirty\]/);
});

test("fault 10: a program of another commit", async (t) => {
  await proveChanged(t, "wrong-commit", (dist) => {
    const file = path.join(dist, "metadata.json");
    const metadata = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...metadata, commit: "f".repeat(40) }));
  });
});

test("fault 11: a program that writes outside of its folder", async (t) => {
  const evil = `/tmp/slipway-planted-${process.pid}`;
  const main = `package main

import "os"

func main() {
	os.WriteFile("own.txt", nil, 0o644)
	os.WriteFile("${evil}", nil, 0o644)
	os.WriteFile("../beside.txt", nil, 0o644)
}
`;
  const told = await refused(planted(t, { main }), "smoke-wrote-outside");
  assert.ok(told.includes(evil) && told.includes("beside.txt") && !told.includes("own.txt"));
  assert.equal(existsSync(evil), false, "what it wrote is not kept");
});

test("nothing that is started survives", async (t) => {
  const main = `package main

import (
	"os"
	"os/exec"
	"syscall"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "--version" {
		sleep := exec.Command("sleep", "3${process.pid}")
		sleep.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		if err := sleep.Start(); err != nil {
			panic(err)
		}
	}
}
`;
  const project = planted(t, { main });
  const run = await slipway(project, "release", "--snapshot", "--id=prog");
  assert.equal(run.code, 0, run.stderr);
  const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
  assert.ok(!processes.includes(`sleep 3${process.pid}`));
  rmSync(path.join(project.root, "dist"), { recursive: true });
});
