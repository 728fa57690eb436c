import assert from "node:assert/strict";
import { test } from "node:test";
import { ciFacts } from "./ci.ts";
import type { GitFacts } from "./facts.ts";
import { semverBefore, sortTags } from "./git/semver-tags.ts";
import { describeArguments, tagCounts } from "./git/tag-filter.ts";
import { goEnvFile, parseGoEnvFile } from "./go/go-env-file.ts";
import { goHost } from "./host.ts";
import { cargoName, projectName } from "./project-name.ts";

test("ciFacts() tells the forge by its own variables", () => {
  assert.equal(ciFacts({}), undefined);
  assert.equal(ciFacts({ CI: "false" }), undefined);
  assert.deepEqual(ciFacts({ CI: "true" }), { name: "other", pullRequest: false });
  assert.deepEqual(ciFacts({ GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "pull_request_target" }), {
    name: "github",
    pullRequest: true,
  });
  assert.deepEqual(ciFacts({ GITHUB_ACTIONS: "true", FORGEJO_ACTIONS: "true" }), {
    name: "forgejo",
    pullRequest: false,
  });
  assert.deepEqual(ciFacts({ GITLAB_CI: "true", CI_PIPELINE_SOURCE: "merge_request_event" }), {
    name: "gitlab",
    pullRequest: true,
  });
});

test("goHost() maps Node's names", () => {
  assert.deepEqual(goHost("win32", "x64"), { os: "windows", arch: "amd64" });
  assert.deepEqual(goHost("darwin", "arm64"), { os: "darwin", arch: "arm64" });
  assert.deepEqual(goHost("sunos", "x64"), { os: "solaris", arch: "amd64" });
  assert.deepEqual(goHost("linux", "ppc64", "LE"), { os: "linux", arch: "ppc64le" });
  assert.deepEqual(goHost("aix", "ppc64", "BE"), { os: "aix", arch: "ppc64" });
  assert.deepEqual(goHost("linux", "ia32"), { os: "linux", arch: "386" });
  assert.deepEqual(goHost("linux", "mipsel"), { os: "linux", arch: "mipsle" });
});

test("parseGoEnvFile() keeps values as they are", () => {
  assert.deepEqual(parseGoEnvFile("# c\nGOFLAGS=-a -b=c\r\n\nGOPROXY=x\nGOPROXY=y\n1=2\n=3\nlone\n_A="), {
    GOFLAGS: "-a -b=c",
    GOPROXY: "y",
    _A: "",
  });
});

test("goEnvFile() looks where go env -w writes", () => {
  assert.equal(goEnvFile({ HOME: "/h" }, "linux"), "/h/.config/go/env");
  assert.equal(goEnvFile({ HOME: "/h", XDG_CONFIG_HOME: "/x" }, "linux"), "/x/go/env");
  assert.equal(goEnvFile({ HOME: "/h", XDG_CONFIG_HOME: "rel" }, "linux"), "/h/.config/go/env");
  assert.equal(goEnvFile({ HOME: "/h" }, "darwin"), "/h/Library/Application Support/go/env");
  assert.equal(goEnvFile({ AppData: "C:\\A" }, "windows"), "C:\\A\\go\\env");
  assert.equal(goEnvFile({ HOME: "/h", GOENV: "off" }, "linux"), undefined);
  assert.equal(goEnvFile({ GOENV: "/e" }, "linux"), "/e");
  assert.equal(goEnvFile({}, "linux"), undefined);
});

test("cargoName() reads the package table only", () => {
  assert.equal(cargoName('[workspace]\nname = "no"\n[package] # x\nversion = "1"\nname = "crate"\n'), "crate");
  assert.equal(cargoName("[package]\nname='lit'\n"), "lit");
  assert.equal(cargoName('[package.metadata]\nname = "no"\n'), undefined);
});

test("projectName() asks in GoReleaser's order", () => {
  const module = { dir: "/p", path: "example.test/o/hello/v2", goVersion: "1.26", localModules: [], vendored: false };
  const names = { cargo: "crate", remote: "widget" };
  assert.equal(projectName({ projectName: "set", repositories: ["repo"] }, { module, names }), "set");
  assert.equal(projectName({ projectName: "", repositories: ["repo"] }, { module, names }), "crate");
  assert.equal(projectName({ repositories: ["", "repo"] }, { module, names: { remote: "widget" } }), "repo");
  assert.equal(projectName({}, { module, names: { remote: "widget" } }), "widget");
  assert.equal(projectName({ releaseDisabled: true }, { module, names: { remote: "widget" } }), "v2");
  assert.equal(projectName({ releaseDisabled: true }, { names: { remote: "widget" } }), "widget");
  assert.equal(projectName({}, { names: {} }), undefined);
});

test("projectName() calls a module below the repository's top by its own name where no file says anything", () => {
  const module = { dir: "/p/sub", path: "example.test/hello", goVersion: "1.26", localModules: [], vendored: false };
  const git = { top: "/p" } as GitFacts;
  const names = { remote: "widget" };
  assert.equal(projectName({ hasFile: false }, { module, git, names }), "hello");
  assert.equal(projectName({ hasFile: true }, { module, git, names }), "widget");
  assert.equal(projectName({ hasFile: false }, { module: { ...module, dir: "/p" }, git, names }), "widget");
});

test("tagCounts() reads patterns as git does", () => {
  const counts = (tag: string, ignoreTags: string[], prefix = "", ignorePrefixes: string[] = []) =>
    tagCounts(tag, { ignoreTags, ignorePrefixes, prefix });
  assert.ok(counts("v1", []) && !counts("v1", ["v1"]) && counts("v1", ["v"]));
  assert.ok(
    !counts("a/b-nightly", ["*-nightly"]) &&
      !counts("v1", ["v?"]) &&
      !counts("v1", ["v[0-9]"]) &&
      counts("v1", ["v[!0-9]"]),
  );
  assert.ok(counts("v1.0", ["v1x0"]) && counts("v1x0", ["v1.0"]), "a dot is a dot");
  assert.ok(!counts("api/v1", ["v1"], "api/") && !counts("web/v1", [], "api/") && counts("api/v2", ["v1"], "api/"));
  assert.ok(!counts("x/v1", [], "", ["x/"]));
  assert.ok(counts("v1", ["[v"]), "a pattern that never ends matches only itself");
});

test("describeArguments() says the same to git", () => {
  assert.deepEqual(describeArguments({ ignoreTags: ["n*"], ignorePrefixes: ["x[/"], prefix: "api/" }), [
    "--match=api/*",
    "--exclude=x\\[/*",
    "--exclude=n*",
    "--exclude=api/n*",
  ]);
  assert.deepEqual(describeArguments({ ignoreTags: [""], ignorePrefixes: [], prefix: "" }), []);
});

test("sortTags() and semverBefore() leave out what is no version", () => {
  const tags = ["v1.0.0", "latest", "v1.10.0", "v1.9.0", "v1.10.0-rc.1"];
  assert.deepEqual(sortTags(tags, ""), ["v1.10.0", "v1.10.0-rc.1", "v1.9.0", "v1.0.0"]);
  assert.equal(semverBefore(tags, "v1.10.0", "", false), "v1.10.0-rc.1");
  assert.equal(semverBefore(tags, "v1.10.0", "", true), "v1.9.0");
  assert.equal(semverBefore(tags, "v1.0.0", "", false), "");
});
