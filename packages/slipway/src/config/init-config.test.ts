import assert from "node:assert/strict";
import { test } from "node:test";
import { SlipwayError } from "../errors.ts";
import { applyDefaults } from "./defaults/apply-defaults.ts";
import { firstConfig, initConfig, type InitFacts } from "./init-config.ts";
import { loadConfig } from "./load/load-config.ts";
import { projectFiles } from "./testing/project-files.ts";

const ONE: InitFacts = {
  projectName: "hello",
  module: "example.com/hello",
  mains: [{ dir: ".", name: "hello" }],
  cgo: false,
};

test("firstConfig() is short, says what was found, and is a valid config", async () => {
  assert.equal(
    firstConfig(ONE),
    `# What ships from example.com/hello, and how. "slipway check" checks this file, "slipway plan" shows what it makes.
version: 2
project_name: hello

# One main package was found: .
builds:
  - id: hello
    main: "."
    binary: hello
    env: [CGO_ENABLED=0]
    # The same targets as without this file; macOS has no 386.
    goos: [linux, darwin, windows]
    goarch: [amd64, arm64, "386"]

archives:
  - formats: [tar.gz]
    format_overrides:
      # People on Windows open zip files. Without these lines, as without this file, they get tar.gz.
      - goos: windows
        formats: [zip]

changelog:
  sort: asc
  filters:
    exclude: ["^docs:", "^test:"]
`,
  );
});

test("firstConfig() makes a program of every main package, with ids of their own", async () => {
  const mains = [
    { dir: "./cmd/api", name: "api" },
    { dir: "./cmd/x/tool", name: "tool" },
    { dir: "./cmd/y/tool", name: "tool" },
    { dir: "./cmd/true", name: "true" },
  ];
  const text = firstConfig({ projectName: "1.0", module: "example.com/x", mains, cgo: true });
  const loaded = await loadConfig({ readText: projectFiles({ "slipway.yaml": text }) });
  assert.deepEqual([loaded.problems, loaded.notices], [[], []]);
  const config = applyDefaults(loaded.raw, {
    projectName: (names) => names.project_name,
    mains,
    env: {},
    hasFile: true,
  });
  assert.equal(config.project_name, "1.0");
  assert.deepEqual(
    config.builds.map((build) => [build.id, build.main, build.binary]),
    [
      ["api", "./cmd/api", "api"],
      ["cmd-x-tool", "./cmd/x/tool", "tool"],
      ["cmd-y-tool", "./cmd/y/tool", "tool"],
      ["true", "./cmd/true", "true"],
    ],
  );
  assert.deepEqual(config.builds[0]?.env, ["CGO_ENABLED=1"]);
});

async function run(files: Record<string, string>): Promise<{ ignoredDist: boolean; files: Record<string, string> }> {
  const { ignoredDist } = await initConfig(ONE, {
    readText: async (path) => await projectFiles(files)(path),
    writeText: async (path, text) => {
      files[path] = text;
      await Promise.resolve();
    },
  });
  return { ignoredDist, files };
}

test("initConfig() has git ignore dist, once", async () => {
  const fresh = await run({});
  assert.deepEqual([fresh.ignoredDist, fresh.files[".gitignore"]], [true, "dist/\n"]);
  const more = await run({ ".gitignore": "*.log" });
  assert.deepEqual([more.ignoredDist, more.files[".gitignore"]], [true, "*.log\ndist/\n"]);
  const there = await run({ ".gitignore": "/dist\n" });
  assert.deepEqual([there.ignoredDist, there.files[".gitignore"]], [false, "/dist\n"]);
});

test("initConfig() refuses to write beside any project file", async () => {
  for (const name of ["slipway.yaml", ".goreleaser.yml"]) {
    const files: Record<string, string> = { [name]: "version: 2\n" };
    await assert.rejects(
      run(files),
      (error) => error instanceof SlipwayError && error.code === "config-exists" && error.message.includes(`"${name}"`),
    );
    assert.deepEqual(files, { [name]: "version: 2\n" });
  }
});
