import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import type { Cause, Explanation } from "../../plan/explanation.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, type TempProject } from "../testing/temp-project.ts";

/** Three programs over shared packages: `api` uses all of them, `ctl` only `text`, `agent` none. */
const main = (name: string, imports: readonly string[]): string => `package main

import (
${imports.map((each) => `\t"example.test/many/internal/${each}"`).join("\n")}
)

var version = "dev"

func main() { println("${name}", version${imports.map((each) => `, ${each}.Value()`).join("")}) }
`;
const FILES: Readonly<Record<string, string>> = {
  ".gitignore": "dist/\n",
  "go.mod": "module example.test/many\n\ngo 1.21\n",
  "cmd/api/main.go": main("api", ["store", "text"]),
  "cmd/ctl/main.go": main("ctl", ["text"]),
  "cmd/agent/main.go": 'package main\n\nvar version = "dev"\n\nfunc main() { println("agent", version) }\n',
  "internal/store/store.go":
    'package store\n\nimport "example.test/many/internal/text"\n\nfunc Value() string { return "store " + text.Value() }\n',
  "internal/store/store_windows.go": "package store\n\nconst Separator = 1\n",
  "internal/text/text.go":
    'package text\n\nimport "embed"\n\n//go:embed words.txt\nvar words string\n\n//go:embed static\nvar Static embed.FS\n\nfunc Value() string { return words }\n',
  "internal/text/words.txt": "words\n",
  "internal/text/static/a/one.txt": "one\n",
  "unused/unused.go": "package unused\n\nconst A = 1\n",
  "README.md": "# many\n",
  "slipway.yaml": `version: 2
env: [WHO=first]
builds:
  - { id: api, main: ./cmd/api, binary: api, targets: [linux_amd64, windows_amd64], env: [CGO_ENABLED=0] }
  - { id: ctl, main: ./cmd/ctl, binary: ctl, targets: [linux_amd64, windows_amd64], env: [CGO_ENABLED=0] }
  - { id: agent, main: ./cmd/agent, binary: agent, targets: [linux_amd64, windows_amd64], env: [CGO_ENABLED=0] }
archives:
  - { files: [README.md], allow_different_binary_count: true }
snapshot: { version_template: "1.0.0-next" }
`,
};
const PROGRAMS = ["api", "ctl", "agent"];
const TARGETS = ["linux_amd64_v1", "windows_amd64_v1"];
const all = PROGRAMS.flatMap((name) => TARGETS.map((target) => `go-build:${name}:${target}`));
const only = (...names: readonly string[]): string[] => all.filter((id) => names.includes(id.split(":")[1] ?? ""));

/** A change, the task to ask about, the cause that must be named, and the builds that are affected. */
interface Planted {
  readonly name: string;
  change(project: TempProject): void;
  readonly ask: string;
  readonly cause: Partial<Cause> & { readonly type: Cause["type"] };
  readonly affected: readonly string[];
  /** Packages that `go list -deps` must connect with the programs that are affected. */
  readonly changed?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const append = (file: string, text: string) => (project: TempProject) =>
  project.write({ [file]: project.read(file) + text });
const replace = (file: string, from: string, to: string) => (project: TempProject) => {
  assert.ok(project.read(file).includes(from), `${file} has no ${from}`);
  project.write({ [file]: project.read(file).replace(from, to) });
};
const LINUX_API = "go-build:api:linux_amd64_v1";

const PLANTED: readonly Planted[] = [
  {
    name: "a shared package",
    change: append("internal/text/text.go", "\nvar X = 1\n"),
    ask: LINUX_API,
    cause: { type: "file-changed", path: "internal/text/text.go" },
    affected: only("api", "ctl"),
    changed: "internal/text",
  },
  {
    name: "a package of one program",
    change: append("internal/store/store.go", "\nvar X = 1\n"),
    ask: LINUX_API,
    cause: { type: "file-changed", path: "internal/store/store.go" },
    affected: only("api"),
    changed: "internal/store",
  },
  {
    name: "one main file",
    change: append("cmd/agent/main.go", "\nvar x = 1\n"),
    ask: "go-build:agent:linux_amd64_v1",
    cause: { type: "file-changed", path: "cmd/agent/main.go" },
    affected: only("agent"),
    changed: "cmd/agent",
  },
  {
    name: "an embedded file",
    change: append("internal/text/words.txt", "more\n"),
    ask: "go-build:ctl:windows_amd64_v1",
    cause: { type: "file-changed", path: "internal/text/words.txt" },
    affected: only("api", "ctl"),
  },
  {
    name: "a file of one platform",
    change: append("internal/store/store_windows.go", "\nvar X = 1\n"),
    ask: "go-build:api:windows_amd64_v1",
    cause: { type: "file-changed", path: "internal/store/store_windows.go" },
    affected: ["go-build:api:windows_amd64_v1"],
  },
  {
    name: "a new file in a package",
    change: (project) => project.write({ "internal/store/more.go": "package store\n\nvar More = 2\n" }),
    ask: LINUX_API,
    cause: { type: "file-added", path: "internal/store/more.go" },
    affected: only("api"),
  },
  {
    name: "a new file for one platform",
    change: (project) => project.write({ "internal/text/extra_windows.go": "package text\n\nvar Extra = 2\n" }),
    ask: "go-build:ctl:windows_amd64_v1",
    cause: { type: "file-added", path: "internal/text/extra_windows.go" },
    affected: ["go-build:api:windows_amd64_v1", "go-build:ctl:windows_amd64_v1"],
  },
  {
    name: "a file that is gone",
    change: (project) => rmSync(path.join(project.root, "internal/store/store_windows.go")),
    ask: "go-build:api:windows_amd64_v1",
    cause: { type: "file-removed", path: "internal/store/store_windows.go" },
    affected: ["go-build:api:windows_amd64_v1"],
  },
  {
    name: "a package that nobody imports",
    change: append("unused/unused.go", "\nconst B = 2\n"),
    ask: LINUX_API,
    cause: { type: "never-built" },
    affected: [],
  },
  {
    name: "a file that is no source",
    change: append("README.md", "more\n"),
    ask: LINUX_API,
    cause: { type: "never-built" },
    affected: [],
  },
  {
    name: "an ldflag",
    change: replace("slipway.yaml", "id: api,", 'id: api, ldflags: ["-X main.version=2"],'),
    ask: LINUX_API,
    cause: { type: "param-changed" },
    affected: only("api"),
  },
  {
    name: "a build tag",
    change: replace("slipway.yaml", "id: ctl,", "id: ctl, tags: [special],"),
    ask: "go-build:ctl:linux_amd64_v1",
    cause: { type: "param-changed" },
    affected: only("ctl"),
  },
  {
    name: "a variable of a build",
    change: replace(
      "slipway.yaml",
      "binary: agent, targets: [linux_amd64, windows_amd64], env: [CGO_ENABLED=0]",
      "binary: agent, targets: [linux_amd64, windows_amd64], env: [CGO_ENABLED=0, GODEBUG=x=1]",
    ),
    ask: "go-build:agent:linux_amd64_v1",
    cause: { type: "param-changed" },
    affected: only("agent"),
  },
  {
    name: "gcflags",
    change: replace("slipway.yaml", "id: agent,", 'id: agent, gcflags: ["-l"],'),
    ask: "go-build:agent:linux_amd64_v1",
    cause: { type: "param-changed" },
    affected: only("agent"),
  },
  {
    name: "the version",
    change: replace("slipway.yaml", "1.0.0-next", "1.0.1-next"),
    ask: LINUX_API,
    cause: { type: "param-changed" },
    affected: all,
  },
  {
    name: "the go line",
    change: replace("go.mod", "go 1.21", "go 1.22"),
    ask: LINUX_API,
    cause: { type: "file-changed", path: "go.mod" },
    affected: all,
  },
  {
    name: "a value of the global env",
    change: replace("slipway.yaml", "WHO=first", "WHO=second"),
    ask: LINUX_API,
    cause: { type: "param-changed" },
    affected: all,
  },
  {
    name: "a file in a new folder below an embedded one",
    change: (project) => project.write({ "internal/text/static/deep/new.txt": "new\n" }),
    ask: "go-build:ctl:linux_amd64_v1",
    cause: { type: "file-added", path: "internal/text/static/deep/new.txt" },
    affected: only("api", "ctl"),
  },
  {
    name: "a commit",
    change: (project) => project.commit("second"),
    ask: LINUX_API,
    cause: { type: "param-changed" },
    affected: all,
  },
  {
    name: "a micro-architecture",
    change: replace(
      "slipway.yaml",
      "binary: agent, targets: [linux_amd64,",
      "binary: agent, targets: [linux_amd64_v3,",
    ),
    ask: "go-build:agent:linux_amd64_v3",
    cause: { type: "never-built" },
    affected: ["go-build:agent:linux_amd64_v3"],
  },
  {
    name: "a program that left dist",
    change: (project) => rmSync(path.join(project.root, "dist", "api_linux_amd64_v1", "api")),
    ask: LINUX_API,
    cause: { type: "output-missing" },
    affected: [],
  },
  {
    name: "a result that left the store",
    change: (project) => {
      rmSync(path.join(project.root, "dist", "api_linux_amd64_v1", "api"));
      const cas = path.join(project.root, "..", "cache", "cas");
      for (const folder of readdirSync(cas)) rmSync(path.join(cas, folder), { recursive: true, force: true });
    },
    ask: LINUX_API,
    cause: { type: "evicted" },
    affected: [LINUX_API],
  },
];

interface Finished {
  readonly type: string;
  readonly task: string;
  readonly kind: string;
  readonly level?: string;
}

for (const planted of PLANTED) {
  test(`plan --why names ${planted.name}, and only what it reaches is built`, async (t) => {
    const project = tempProject(t, FILES, { tag: "v1.0.0" });
    const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache"), ...planted.env };
    const release = async (): Promise<Finished[]> => {
      const run = await runSlipway(["release", "--snapshot", "--skip=prove", "--json"], { cwd: project.root, env });
      assert.equal(run.code, 0, run.stderr);
      return run.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Finished)
        .filter((event) => event.type === "task-finished");
    };
    // Dirty from the start: otherwise the change itself would also change the VCS stamp of every program.
    project.write({ "untracked.txt": "" });
    await release();
    planted.change(project);

    const asked = await runSlipway(["plan", "--snapshot", "--json", "--why", planted.ask], { cwd: project.root, env });
    assert.equal(asked.code, 0, asked.stderr);
    const explanation = JSON.parse(asked.stdout) as Explanation;
    if (planted.affected.length === 0 && planted.cause.type === "never-built") {
      assert.deepEqual([explanation.verdict, explanation.causes], ["fresh", []]);
    } else {
      const named = explanation.causes.some((cause) =>
        Object.entries(planted.cause).every(([key, value]) => (cause as Record<string, unknown>)[key] === value),
      );
      assert.ok(named, JSON.stringify(explanation, null, 1));
    }
    if (planted.changed !== undefined)
      assert.deepEqual(importers(project, planted.changed), [
        ...new Set(planted.affected.map((id) => id.split(":")[1])),
      ]);

    const built = (await release()).filter(
      (task) => task.kind === "go-build" && (task.level === "made" || task.level === "L2"),
    );
    assert.deepEqual(built.map((task) => task.task).sort(), [...planted.affected].sort());
  });
}

/** The programs whose dependencies hold the package, by Go's own word. */
function importers(project: TempProject, folder: string): string[] {
  return PROGRAMS.filter((name) => {
    const deps = execFileSync("go", ["list", "-deps", `./cmd/${name}`], {
      cwd: project.root,
      encoding: "utf8",
      env: { ...process.env, GOFLAGS: "" },
    });
    return deps.split("\n").includes(`example.test/many/${folder}`);
  });
}
