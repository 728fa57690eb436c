import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { needGoProgram } from "../../platform/testing/need-go-program.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { needWasmtime } from "../../platform/testing/need-wasmtime.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

const TARGETS = ["linux_amd64", "linux_arm64", "windows_amd64", "wasip1_wasm", "js_wasm"];

const FILES: Readonly<Record<string, string>> = {
  ".gitignore": "dist/\n",
  "go.mod": "module example.test/prog\n\ngo 1.21\n",
  "main.go":
    'package main\n\nimport (\n\t"fmt"\n\n\t"example.test/prog/kind"\n)\n\nvar version = "dev"\n\nfunc main() { fmt.Println("prog", version, kind.Of()) }\n',
  "kind/kind.go":
    'package kind\n\nimport "runtime"\n\nfunc Of() string { return runtime.GOOS + "/" + runtime.GOARCH }\n',
  "kind/kind_test.go": `package kind

import (
	"os"
	"strings"
	"testing"
)

func TestData(t *testing.T) {
	data, err := os.ReadFile("testdata/words.txt")
	if err != nil || strings.TrimSpace(string(data)) != "some words" {
		t.Fatal(string(data), err)
	}
}

func TestBeside(t *testing.T) {
	for _, file := range []string{"../go.mod", "../shared/words.txt"} {
		if _, err := os.ReadFile(file); err != nil {
			t.Error(err)
		}
	}
}

func TestKind(t *testing.T) {
	if Of() == os.Getenv("BROKEN") {
		t.Errorf("planted for %s", Of())
	}
}
`,
  "kind/testdata/words.txt": "some words\n",
  "shared/words.txt": "of all packages\n",
  "slipway.yaml": `version: 2
project_name: prog
builds:
  - env: [CGO_ENABLED=0]
    targets: [${TARGETS.join(", ")}]
    ldflags: ["-X main.version={{ .Version }}"]
prove:
  require: [smoke, test]
  smoke:
    - args: [--version]
      output: "{{ .Version }}"
  test:
    env: ["BROKEN={{ .Env.BROKEN }}"]
    cover: true
`,
};

interface Report {
  readonly ok: boolean;
  readonly checks: readonly {
    readonly check: string;
    readonly status: string;
    readonly target?: string;
    readonly subject: string;
  }[];
  readonly findings: readonly {
    readonly code: string;
    readonly target?: string;
    readonly message: string;
    readonly actual?: string;
  }[];
}

test("programs and tests run on linux/arm64, windows/amd64, wasip1 and js, and a test that fails on one stops that one", async (t) => {
  needPrograms({
    "qemu-aarch64-static": "qemu-user-static",
    "/usr/lib/wine/wine64": "wine64",
    chromium: "chromium",
    ip: "iproute2",
  });
  const wazero = needGoProgram("github.com/tetratelabs/wazero/cmd/wazero", "1.12.0", "version");
  const wasmtime = needWasmtime();
  const project = tempProject(t, FILES, { tag: "v1.0.0" });
  const release = async (
    broken: string,
  ): Promise<{ code: number | null; report: Report; archives: string[]; stderr: string }> => {
    const env = {
      BROKEN: broken,
      SLIPWAY_CACHE: path.join(project.root, "..", "cache"),
      PATH: [path.dirname(wasmtime), path.dirname(wazero), process.env["PATH"]].join(path.delimiter),
    };
    const run = await runSlipway(["release", "--snapshot", "--clean"], { cwd: project.root, env });
    const archives = project.list("dist").filter((file) => file.endsWith(".tar.gz"));
    return {
      code: run.code,
      report: JSON.parse(project.read("dist/report.json")) as Report,
      archives,
      stderr: run.stderr,
    };
  };

  const sound = await release("none");
  assert.equal(sound.code, 0, sound.stderr);
  const ran = sound.report.checks
    .filter(({ check, status }) => (check === "smoke" || check === "test") && status === "passed")
    .map(
      ({ check, target = "", subject }) =>
        `${check} ${target.split("/").slice(0, 2).join("/")} ${/\((.*)\)$/.exec(subject)?.[1]}`,
    )
    .sort();
  const where = [
    "js/wasm Chromium",
    "js/wasm Node",
    "linux/amd64 this machine",
    "linux/arm64 qemu-aarch64",
    "wasip1/wasm Node's WASI",
    "wasip1/wasm wasmtime",
    "wasip1/wasm wazero",
    "windows/amd64 wine",
  ];
  assert.deepEqual(ran, [...where.map((each) => `smoke ${each}`), ...where.map((each) => `test ${each}`)].sort());
  assert.match(
    project.read("dist/coverage.out"),
    /^mode: set\nexample\.test\/prog\/kind\/kind\.go:\d+\.\d+,\d+\.\d+ 1 1\n/,
  );

  for (const broken of ["linux/arm64", "windows/amd64", "wasip1/wasm", "js/wasm"]) {
    // What an earlier run packed stays until a run is right.
    rmSync(path.join(project.root, "dist"), { recursive: true });
    const { code, report, archives, stderr } = await release(broken);
    assert.equal(code, 4, stderr);
    const failed = report.findings.filter((finding) => finding.code === "test-failed");
    for (const { actual, message } of failed)
      assert.match(`${message}\n${actual}`, new RegExp(`TestKind[^]*planted for ${broken}`));
    const runners = new Set(failed.map(({ message }) => /\(([^()]*)\)/.exec(message)?.[1]));
    assert.deepEqual(
      runners,
      new Set(where.filter((each) => each.startsWith(broken)).map((each) => each.slice(broken.length + 1))),
    );
    assert.deepEqual([...new Set(failed.map(({ target = "" }) => target.split("/").slice(0, 2).join("/")))], [broken]);
    assert.deepEqual(
      TARGETS.filter((target) => !archives.some((name) => name.endsWith(`_${target}.tar.gz`))),
      [broken.replace("/", "_")],
      "what is packed for the other targets is made",
    );
  }
});
