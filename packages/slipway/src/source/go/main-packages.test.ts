import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { isolatedEnvironment, makeRepository, temporaryFolder } from "../testing/repository.ts";
import { buildablePairs } from "./buildable.ts";
import { findMainPackages } from "./main-packages.ts";
import { moduleFacts } from "./module-facts.ts";
import { pathToolchain } from "./path-toolchain.ts";
import { programName } from "./program-name.ts";

const work = temporaryFolder("mains");
const env = {
  ...isolatedEnvironment(work),
  GOFLAGS: "-mod=mod",
  GOTOOLCHAIN: "local",
  GOWORK: "",
  GOCACHE: path.join(work, "gocache"),
};
let folders = 0;

const main = "package main\n\nfunc main() {}\n";

/** The main packages by our own reading, and by `go list` for each of some targets. */
async function both(files: Readonly<Record<string, string>>, root = ".") {
  const folder = path.join(work, String(++folders));
  makeRepository(
    folder,
    Object.entries(files).map(([write, text]) => ({ write, text })),
    env,
  );
  const dir = path.join(folder, root);
  const toolchain = await pathToolchain(env, "linux");
  assert.ok(toolchain);
  const buildable = await buildablePairs(toolchain, env);
  const found = moduleFacts(dir);
  assert.ok(found);
  const ours = findMainPackages({
    root: dir,
    modules: found.searched,
    buildable,
    toolchain: toolchain.version,
    tags: [],
  });
  const theirs = (target: string): string[] => {
    const [GOOS = "", GOARCH = ""] = target.split("/");
    const format = '{{if and (eq .Name "main") .GoFiles}}{{.ImportPath}}{{end}}';
    const out = execFileSync("go", ["list", "-f", format, "./..."], {
      cwd: dir,
      env: { ...env, GOFLAGS: files["go.work"] === undefined ? "-mod=mod" : "", GOOS, GOARCH, CGO_ENABLED: "0" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return out.split("\n").filter(Boolean).sort();
  };
  for (const target of ["linux/amd64", "windows/arm64", "js/wasm"]) {
    const fits = ours.mains.filter(({ onlyFor }) => onlyFor === undefined || onlyFor.includes(target));
    assert.deepEqual(fits.map(({ importPath }) => importPath).sort(), theirs(target), target);
  }
  return ours;
}

test("findMainPackages() finds what go list finds, for every target", async () => {
  const { mains, folders } = await both({
    "go.mod": "module example.test/m\n\ngo 1.25\n\nignore ./web\nignore cache\n",
    "lib.go": "package m\n",
    "magefile.go": "//go:build mage\n\npackage main\n",
    "cmd/one/main.go": main,
    "cmd/two/v2/main.go": `/*\n${"x".repeat(9000)}\n*/\n${main}`,
    "cmd/win/main_windows.go": main,
    "cmd/web/main.go": `//go:build js && wasm\n\n${main}`,
    "cmd/mixed/main.go": `//go:build !windows\n\n${main}`,
    "cmd/mixed/doc.go": "// Package main is documented.\npackage main\n",
    "cmd/ignored/main.go": `//go:build ignore\n\n${main}`,
    "cmd/tested/main_test.go": "package main\n",
    "cmd/doc/doc.go": "package documentation\n",
    "cmd/doc/main.go": main,
    "_hidden/main.go": main,
    ".hidden/main.go": main,
    "testdata/main.go": main,
    "vendor/x/main.go": main,
    "web/main.go": main,
    "deep/cache/main.go": main,
    "nested/go.mod": "module example.test/nested\n",
    "nested/main.go": main,
    "sub/_main.go": main,
    "sub/.main.go": main,
    "sub/sub.go": "package sub\n",
  });
  assert.deepEqual(
    mains.map(({ dir, name }) => [dir, name]),
    [
      ["./cmd/doc", "doc"],
      ["./cmd/mixed", "mixed"],
      ["./cmd/one", "one"],
      ["./cmd/two/v2", "two"],
      ["./cmd/web", "web"],
      ["./cmd/win", "win"],
    ],
  );
  assert.deepEqual(mains.find(({ name }) => name === "web")?.onlyFor, ["js/wasm"]);
  assert.equal(mains.find(({ name }) => name === "mixed")?.onlyFor, undefined);
  assert.ok(folders.includes("./sub") && !folders.includes("./nested"));
});

test("findMainPackages() stays in the module of a workspace that is around the root", async () => {
  const files = {
    "go.work": "go 1.25\n\nuse .\nuse ./a\nuse ./b\n",
    "go.mod": "module example.test/top\n\ngo 1.25\n",
    "cmd/top/main.go": main,
    "a/go.mod": "module example.test/a\n\ngo 1.25\n",
    "a/main.go": main,
    "b/go.mod": "module example.test/b\n\ngo 1.25\n",
    "b/cmd/x/main.go": main,
    "c/go.mod": "module example.test/c\n\ngo 1.25\n",
    "c/main.go": main,
  };
  const { mains } = await both(files);
  assert.deepEqual(
    mains.map(({ importPath, dir }) => [importPath, dir]),
    [["example.test/top/cmd/top", "./cmd/top"]],
  );
  const inside = await both(files, "b");
  assert.deepEqual(
    inside.mains.map(({ dir }) => dir),
    ["./cmd/x"],
  );
});

test("findMainPackages() also searches a workspace without a module at its top, which go list refuses", () => {
  const folder = path.join(work, "no-top");
  const files = { "go.work": "go 1.25\n\nuse ./a\n", "a/go.mod": "module example.test/a\n", "a/main.go": main };
  makeRepository(
    folder,
    Object.entries(files).map(([write, text]) => ({ write, text })),
    env,
  );
  const modules = moduleFacts(folder)?.searched ?? [];
  const buildable = [{ os: "linux", arch: "amd64", cgo: true, firstClass: true }];
  const { mains } = findMainPackages({ root: folder, modules, buildable, toolchain: "go1.26.0", tags: [] });
  assert.deepEqual(mains, [{ importPath: "example.test/a", dir: "./a", name: "a" }]);
});

test("buildablePairs() equals go tool dist list -json", async () => {
  const toolchain = await pathToolchain(env, "linux");
  assert.ok(toolchain);
  const listed = JSON.parse(execFileSync("go", ["tool", "dist", "list", "-json"], { env, encoding: "utf8" })) as Record<
    string,
    unknown
  >[];
  const pairs = await buildablePairs(toolchain, env);
  assert.deepEqual(
    pairs.map(({ os, arch, cgo, firstClass }) => ({
      GOOS: os,
      GOARCH: arch,
      CgoSupported: cgo,
      FirstClass: firstClass,
    })),
    listed,
  );
});

test("moduleFacts() reads workspaces, vendoring and local replacements", () => {
  const folder = path.join(work, "facts");
  makeRepository(
    folder,
    [
      { write: "go.mod", text: "module example.test/root/v3\n\ngo 1.25\n\nreplace example.test/x => ../x\n" },
      { write: "vendor/modules.txt", text: "# none\n" },
      { write: "sub/x.go", text: "package sub\n" },
    ],
    env,
  );
  const here = moduleFacts(folder)?.module;
  assert.deepEqual(here, {
    dir: folder,
    path: "example.test/root/v3",
    goVersion: "1.25",
    localModules: [folder, path.join(work, "x")],
    vendored: true,
  });
  assert.deepEqual(moduleFacts(path.join(folder, "sub"))?.module, here);
  makeRepository(folder, [{ write: "go.work", text: "go 1.26\ntoolchain go1.26.1\nuse .\nuse ./gone\n" }], env);
  assert.throws(() => moduleFacts(folder), /names a folder without a go\.mod/);
  assert.deepEqual(moduleFacts(folder, "off")?.module, here);
  makeRepository(folder, [{ write: "go.work", text: "go 1.26\ntoolchain go1.26.1\nuse .\n" }], env);
  const inWorkspace = moduleFacts(folder)?.module;
  assert.deepEqual(
    [inWorkspace?.goVersion, inWorkspace?.toolchain, inWorkspace?.workspace],
    ["1.26", "go1.26.1", path.join(folder, "go.work")],
  );
});

test("programName() is the name that go build gives", () => {
  assert.equal(programName("example.test/hello"), "hello");
  assert.equal(programName("example.test/hello/v2"), "hello");
  assert.equal(programName("example.test/v1"), "v1");
  assert.equal(programName("hello.v2"), "hello.v2");
});
