import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { runProcess } from "../../platform/process/process.ts";
import { readFacts } from "../../library/read-facts.ts";
import { examinePortability } from "./examine-portability.ts";
import { plainTarget } from "./portability-targets.ts";

/** Small public modules whose API differs between systems, at versions that do not move. */
const MODULES = [
  "github.com/containerd/console@v1.0.5",
  "github.com/creack/pty@v1.1.24",
  "github.com/fsnotify/fsnotify@v1.9.0",
  "github.com/gofrs/flock@v0.12.1",
  "github.com/kardianos/service@v1.2.4",
  "github.com/mattn/go-colorable@v0.1.14",
  "github.com/moby/term@v0.5.2",
  "github.com/spf13/cobra@v1.9.1",
  "golang.org/x/sys@v0.35.0",
  "golang.org/x/term@v0.34.0",
];
const TARGETS = ["darwin/arm64", "linux/amd64", "windows/amd64"];

interface Share {
  readonly have: number;
  readonly of: number;
  readonly percent: number;
}

test("the API of ten public modules is, on each target, what the compiler's export data has", async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-oracle-"));
  try {
    const go = (cwd: string, ...args: readonly string[]): string =>
      execFileSync("go", args, {
        cwd,
        encoding: "utf8",
        env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
        maxBuffer: 1 << 28,
        stdio: ["ignore", "pipe", "pipe"],
      });
    const oracle = path.join(root, "oracle");
    go(path.join(import.meta.dirname, "testing", "oracle"), "build", "-o", oracle, ".");
    for (const module of MODULES) {
      const { Dir: from } = JSON.parse(go(root, "mod", "download", "-json", module)) as { Dir: string };
      const dir = path.join(root, module.replaceAll(/[/@]/g, "_"));
      cpSync(from, dir, { recursive: true });
      makeWritable(dir);
      go(dir, "mod", "download");
      const expected = JSON.parse(
        execFileSync(oracle, TARGETS, { cwd: dir, encoding: "utf8", env: process.env }),
      ) as Record<string, Share>;
      assert.deepEqual(await sharesOf(dir), expected, module);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

async function sharesOf(dir: string): Promise<Record<string, Share>> {
  const facts = await readFacts(dir, { env: process.env });
  assert.ok(facts.toolchain && facts.module);
  const report = await examinePortability(
    {
      root: facts.root,
      module: facts.module.path,
      targets: TARGETS.map((name) => {
        const [system = "", arch = ""] = name.split("/");
        return plainTarget({ os: system, arch });
      }),
      own: [facts.root],
      folders: [],
      files: [],
      ignore: [],
      parallel: 2,
    },
    { toolchain: facts.toolchain, env: facts.env, goEnv: {}, process: runProcess },
  );
  return Object.fromEntries(report.targets.map(({ target, api }) => [target, api]));
}

/** What the module cache has is read-only, folders included. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(full);
    else chmodSync(full, 0o644);
  }
}
