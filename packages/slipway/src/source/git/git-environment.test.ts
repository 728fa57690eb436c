import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { isolatedEnvironment, makeRepository, MODULE, temporaryFolder } from "../testing/repository.ts";
import { gitEnvironment } from "./git-environment.ts";

const work = realpathSync(temporaryFolder("git-env"));
const cacheFolder = path.join(work, "cache");
const env = isolatedEnvironment(work);

test("gitEnvironment() leaves the environment alone when nothing of ours is in the checkout", async () => {
  const top = path.join(work, "plain");
  mkdirSync(top);
  assert.equal(await gitEnvironment(env, { top, ours: [path.join(work, "dist"), top], cacheFolder }), env);
});

test("gitEnvironment() adds to the configuration that the environment has, and to the user's own patterns", async () => {
  const top = path.join(work, "added");
  const ignore = path.join(work, "ignore");
  mkdirSync(top);
  writeFileSync(ignore, "*.mine");
  const given = { ...env, GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "core.excludesFile", GIT_CONFIG_VALUE_0: ignore };
  const made = await gitEnvironment(given, { top, ours: [path.join(top, "a b", "[x]*")], cacheFolder });
  assert.equal(made["GIT_CONFIG_COUNT"], "2");
  assert.equal(made["GIT_CONFIG_KEY_0"], "core.excludesFile");
  assert.equal(made["GIT_CONFIG_KEY_1"], "core.excludesFile");
  assert.equal(readFileSync(made["GIT_CONFIG_VALUE_1"] ?? "", "utf8"), "*.mine\n/a b/\\[x\\]\\*\n");
});

test("gitEnvironment() finds patterns where git looks by default", async () => {
  const top = path.join(work, "default");
  mkdirSync(path.join(work, "xdg", "git"), { recursive: true });
  mkdirSync(top);
  writeFileSync(path.join(work, "xdg", "git", "ignore"), "theirs\n");
  const made = await gitEnvironment(
    { ...env, XDG_CONFIG_HOME: path.join(work, "xdg") },
    { top, ours: [path.join(top, "dist")], cacheFolder },
  );
  assert.equal(readFileSync(made["GIT_CONFIG_VALUE_0"] ?? "", "utf8"), "theirs\n/dist\n");
});

test("gitEnvironment() makes go build stamp a clean commit although dist is not ignored", async () => {
  const top = path.join(work, "stamped");
  makeRepository(top, [{ git: ["init", "-q", "-b", "main"] }, ...MODULE, { commit: "a" }], env);
  mkdirSync(path.join(top, "real"));
  symlinkSync("real", path.join(top, "link"));
  const build = (given: Readonly<Record<string, string>>): string => {
    execFileSync("go", ["build", "-buildvcs=true", "-trimpath", "-o", "dist/hello", "."], {
      cwd: top,
      env: {
        ...process.env,
        ...given,
        GOFLAGS: "",
        GOTOOLCHAIN: "local",
        CGO_ENABLED: "0",
        HOME: process.env["HOME"] ?? work,
      },
    });
    const printed = execFileSync("go", ["version", "-m", "dist/hello"], { cwd: top, encoding: "utf8" });
    return /vcs\.modified=(\w+)/.exec(printed)?.[1] ?? "";
  };
  execFileSync("git", ["add", "link"], { cwd: top, env });
  execFileSync("git", ["commit", "-q", "-m", "link"], { cwd: top, env });
  const clean = await gitEnvironment(env, { top, ours: [path.join(top, "dist")], cacheFolder });
  assert.equal(build(clean), "false");
  assert.equal(build(clean), "false", "dist is there now");
  assert.equal(build(env), "true", "without it git sees dist");
  const linked = await gitEnvironment(env, { top, ours: [path.join(top, "link", "dist")], cacheFolder });
  assert.match(readFileSync(linked["GIT_CONFIG_VALUE_0"] ?? "", "utf8"), /^\/real\/dist$/m);
});
