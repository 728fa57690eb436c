import assert from "node:assert/strict";
import { test } from "node:test";
import type { Config } from "../../config/config.ts";
import type { Plan } from "../../plan/plan.ts";
import { identifyPlan } from "./plan-identity.ts";

/** What a machine that has the project in `root` says of a task with these params. */
function digestOf(root: string, params: Readonly<Record<string, string>>): string | undefined {
  const task = { id: "build:x", resources: { cpu: 1 }, params };
  const plan = { project: "p", version: "1", commit: "", toolchain: "", tasks: [task] } as unknown as Plan;
  return identifyPlan(plan, {} as Config, root, "0").tasks["build:x"];
}

test("machines that have the project in different folders plan the same", () => {
  const say = (root: string): string | undefined =>
    digestOf(root, { a: root, b: `${root}/cmd`, c: `-I=${root}/include`, d: `x:${root}` });
  for (const root of ["/app", "/srv/my app (1)", String.raw`C:\work\app`]) assert.equal(say(root), say("/elsewhere"));
});

test("a folder's name within other paths is no project folder", () => {
  for (const text of ["./cmd/app", "/apple", "/app-2", "/srv/app/x"]) {
    assert.equal(digestOf("/app", { main: text }), digestOf("/elsewhere", { main: text }), text);
  }
});
