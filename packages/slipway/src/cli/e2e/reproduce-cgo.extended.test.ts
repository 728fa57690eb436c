import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { installZig } from "../../build/testing/install.ts";
import type { Reproduction } from "../../prove/reproduce/reproduction.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

test("a rebuild with zig compiles the C of the project once more, and that of its dependencies never", async (t) => {
  const project = tempProject(t, {
    ".gitignore": "dist/\n",
    "go.mod": "module example.test/withc\n\ngo 1.21\n",
    "main.go": `package main

// static int twice(int n) { return 2 * n; }
import "C"

import (
	"fmt"
	"net"
)

func main() { fmt.Println(C.twice(4), net.ParseIP("::1")) }
`,
    "slipway.yaml": `version: 2
project_name: withc
builds:
  - env: [CGO_ENABLED=1]
    targets: [linux_amd64, linux_arm64]
    flags: [-trimpath, "-toolexec={{ .Env.COUNTER }}"]
`,
  });
  project.commit("first");
  const above = path.dirname(project.root);
  const log = path.join(above, "translated.log");
  const counter = path.join(above, "counter");
  // Go asks a tool for its version with -V=full: that translates nothing.
  writeFileSync(
    counter,
    `#!/bin/sh
case "$1 $2" in
*/cgo*-V=full) ;;
*/cgo\\ *) for word do [ "$before" = -importpath ] && package=$word; before=$word; done
  case "$*" in *-dynimport*) ;; *) echo "$GOARCH $package" >>'${log}' ;; esac ;;
esac
exec "$@"
`,
    { mode: 0o755 },
  );
  const run = await runSlipway(["reproduce", "--snapshot", "--json"], {
    cwd: project.root,
    env: {
      SLIPWAY_CACHE: path.join(above, "cache"),
      GOCACHE: path.join(above, "gocache"),
      COUNTER: counter,
      PATH: [installZig(), process.env["PATH"]].join(path.delimiter),
    },
  });
  assert.equal(run.code, 0, run.stderr + run.stdout);
  assert.equal((JSON.parse(run.stdout) as Reproduction).reproducible, true);
  const translated = readFileSync(log, "utf8").trim().split("\n").sort();
  assert.deepEqual(
    translated,
    ["amd64", "arm64"].flatMap((arch) => [
      `${arch} example.test/withc`,
      `${arch} example.test/withc`,
      `${arch} net`,
      `${arch} runtime/cgo`,
    ]),
  );
});
