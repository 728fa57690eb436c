import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlanContext } from "../../plan/kind.ts";
import { planHook } from "./plan-hook.ts";

test("planHook() takes a line that says Path for PATH on Windows, and for another variable elsewhere", () => {
  const hook = { cmd: "tool", dir: "", if: "", env: ["Path=/hook"], output: false };
  const scope = { at: [], fields: {}, own: { PATH: "/own" }, all: {} };
  const env = (os: string): unknown => {
    const context = { facts: { host: { os } }, render: (text: string) => text } as unknown as PlanContext;
    return planHook(hook, scope, context)?.env;
  };
  assert.deepEqual(env("windows"), { PATH: "/hook" });
  assert.deepEqual(env("linux"), { PATH: "/own", Path: "/hook" });
});
