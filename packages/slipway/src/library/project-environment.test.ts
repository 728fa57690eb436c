import assert from "node:assert/strict";
import { test } from "node:test";
import { environmentValue } from "../config/template/value/environment-value.ts";
import { projectEnvironment } from "./project-environment.ts";
import { templateHost } from "./template-host.ts";

/** The environment that lines make of `PATH=/old`. */
function environment(windows: boolean, ...lines: readonly string[]): Readonly<Record<string, string>> {
  return projectEnvironment({
    config: { env: lines, env_files: { github_token: "", gitlab_token: "", gitea_token: "" } },
    env: { PATH: "/old" },
    root: "/",
    host: templateHost("/", {}, 0),
    fields: (env) => ({ Env: environmentValue(env, windows) }),
    positionOf: () => undefined,
    windows,
  });
}

test("projectEnvironment() on Windows takes Path and PATH for one variable, in lines and in templates", () => {
  assert.deepEqual(environment(true, "Path=/new;{{ .Env.Path }}", "SEEN={{ .Env.PATH }}"), {
    PATH: "/new;/old",
    SEEN: "/new;/old",
  });
});

test("projectEnvironment() elsewhere takes them for two", () => {
  assert.deepEqual(environment(false, "Path=/new"), { PATH: "/old", Path: "/new" });
  assert.throws(() => environment(false, "SEEN={{ .Env.Path }}"), { code: "template-execution" });
});
