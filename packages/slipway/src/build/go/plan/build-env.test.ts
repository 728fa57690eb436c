import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlanContext } from "../../../plan/kind.ts";
import { buildEnv, globalEnv, type BuildEnv } from "./build-env.ts";

/** What a global line and one of a build say on a host (Go's name), when the environment is that of the run with the global line over it. */
function environment(os: string, env: Readonly<Record<string, string>>): BuildEnv {
  const context = {
    env,
    config: { env: ["Path=/global"] },
    facts: { host: { os } },
    render: (text: string) => text,
    positionOf: () => undefined,
  } as unknown as PlanContext;
  const lines = [{ text: "Path=/own", at: ["builds", 0, "env", 0] }];
  return buildEnv(lines, globalEnv(context), {}, context);
}

test("buildEnv() takes a line that says Path for PATH on Windows, and for another variable elsewhere", () => {
  assert.deepEqual(environment("windows", { PATH: "/global" }), {
    own: { PATH: "/own" },
    named: ["PATH"],
    all: { PATH: "/own" },
  });
  assert.deepEqual(environment("linux", { PATH: "/bin", Path: "/global" }), {
    own: { Path: "/own" },
    named: ["Path"],
    all: { PATH: "/bin", Path: "/own" },
  });
});
