import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import test, { before } from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { mulberry32 } from "../../platform/testing/random.ts";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { stillRunning } from "../testing/still-running.ts";
import { tempProject } from "../testing/temp-project.ts";

const TARGETS = ["linux_amd64", "linux_arm64", "windows_amd64", "js_wasm"];

/** A server, each platform on a port of its own; one that cannot listen sleeps. */
const SERVER = `package main

import (
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"time"
)

var offsets = map[string]int{"linux/amd64": 0, "linux/arm64": 1, "windows/amd64": 2}

func main() {
	port, _ := strconv.Atoi(os.Args[1])
	if offset, ok := offsets[runtime.GOOS+"/"+runtime.GOARCH]; ok {
		if _, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", port+offset)); err != nil {
			panic(err)
		}
	}
	time.Sleep(time.Hour)
}
`;

before(() =>
  needPrograms({
    "qemu-aarch64-static": "qemu-user-static",
    "/usr/lib/wine/wine64": "wine64",
    chromium: "chromium",
    ip: "iproute2",
  }),
);

/** Waits until nothing runs any more: a test that hangs here names the rest by its time limit. */
async function allEnded(folder: string, after: string): Promise<void> {
  for (let look = 0; ; look++) {
    const left = stillRunning(folder);
    if (left.length === 0) return;
    if (look % 300 === 299) console.log(`${after}: ${left.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Folders of Slipway's in memory. */
function inMemory(): string[] {
  return existsSync("/dev/shm") ? readdirSync("/dev/shm").filter((name) => name.startsWith("slipway-")) : [];
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.on("connect", () => (socket.destroy(), resolve(true)));
    socket.on("error", () => resolve(false));
  });
}

test("nothing that the gate starts survives a run that is killed or interrupted at any time", async (t) => {
  const project = tempProject(t, {
    ".gitignore": "dist/\n",
    "go.mod": "module example.test/server\n\ngo 1.21\n",
    "main.go": SERVER,
    "slipway.yaml": `version: 2
project_name: server
builds:
  - env: [CGO_ENABLED=0]
    targets: [${TARGETS.join(", ")}]
prove:
  reproduce: {level: "off"}
  smoke:
    - args: ["{{ .Env.PORT }}"]
      expect: running
      network: true
      timeout: 2s
`,
  });
  project.commit("first");
  const above = path.dirname(project.root);
  const TMPDIR = path.join(above, "tmp");
  mkdirSync(TMPDIR);
  const random = mulberry32(20_261_127);
  const port = 20_000 + (process.pid % 10_000);
  const release = (
    cache: string,
    kill?: { readonly signal: "SIGKILL" | "SIGINT"; readonly after: number },
  ): Promise<Run> => {
    const env = { SLIPWAY_CACHE: path.join(above, cache), TMPDIR, PORT: String(port) };
    return runSlipway(["release", "--snapshot", "--clean"], {
      cwd: project.root,
      env,
      onStart(child) {
        if (kill === undefined) return;
        // The clock runs from the first program of the gate on.
        const waiting = setInterval(() => {
          if (!stillRunning(above).some((command) => command.includes("unshare"))) return;
          clearInterval(waiting);
          setTimeout(() => child.kill(kill.signal), kill.after);
        }, 50);
        t.after(() => clearInterval(waiting));
      },
    });
  };

  const caches = new Set<string>();
  const others = new Set(inMemory());
  for (let round = 0; round < 14; round++) {
    const signal = round % 2 === 0 ? "SIGKILL" : "SIGINT";
    // Every other pair makes its wine prefix first.
    const cache = round % 4 < 2 ? "cache" : `cache-${round >> 1}`;
    caches.add(cache);
    const after = Math.floor(random() * 6000);
    await release(cache, { signal, after });
    const what = `${signal} after ${after} ms`;
    await allEnded(above, what);
    for (const offset of [0, 1, 2]) assert.equal(await isTaken(port + offset), false, `${what}: port ${port + offset}`);
    if (signal === "SIGINT") {
      assert.deepEqual(
        readdirSync(TMPDIR).filter((name) => name !== "node-compile-cache"),
        [],
        what,
      );
    }
  }
  // What a killed run left is removed by the next one with the same cache.
  for (const cache of caches) {
    const whole = await release(cache);
    assert.equal(whole.code, 0, whole.stderr);
    await allEnded(above, "a whole run");
  }
  assert.deepEqual(
    readdirSync(TMPDIR).filter((name) => name !== "node-compile-cache"),
    [],
  );
  assert.deepEqual(
    inMemory().filter((name) => !others.has(name)),
    [],
  );
});
