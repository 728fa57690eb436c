import assert from "node:assert/strict";
import { test } from "node:test";
import type { Policy } from "../binary/policy/policy.ts";
import { testProject, type TestProgram } from "../pack/testing/test-project.ts";
import { policyKind } from "./policy.ts";

const PROGRAMS: readonly TestProgram[] = [
  { name: "api", target: { os: "linux", arch: "amd64", variant: "v1" } },
  { name: "api", target: { os: "windows", arch: "arm64" } },
];

async function policies(yaml: string): Promise<Policy[]> {
  using project = testProject();
  const plan = await project.plan([policyKind], yaml, PROGRAMS);
  return plan.tasks.filter(({ kind }) => kind === "policy").map(({ params }) => params["policy"] as Policy);
}

test("the policy of a program joins the section with the targets that match it, in order", async () => {
  const [linux, windows] = await policies(`
policy:
  rules: {no-pie: warning, no-cfg: notice}
  symbols: [one]
  max_size: 20MB
  targets:
    - goos: [windows]
      rules: {no-cfg: off}
      symbols: [two]
      max_size: 1.5 MiB
    - goarch: [arm64]
      rules: {no-pie: error}
    - ids: [other]
      rules: {no-pie: notice}
`);
  assert.deepEqual(linux?.rules, { "no-pie": "warning", "no-cfg": "notice" });
  assert.deepEqual(linux?.limits, { symbols: ["one"], maxSize: 20_000_000 });
  assert.deepEqual(windows?.rules, { "no-pie": "error", "no-cfg": "off" });
  assert.deepEqual(windows?.limits, { symbols: ["one", "two"], maxSize: 1_572_864 });
  assert.deepEqual(linux?.promised, {
    os: "linux",
    arch: "amd64",
    variant: "v1",
    release: false,
    version: "1.2.3",
  });
});

test("a rule that nobody knows, a word that is no severity and a size that is none are refused by name", async () => {
  await assert.rejects(policies("policy: {rules: {no-pi: off}}"), (error: Error) => {
    assert.match(error.message, /no-pi/);
    return true;
  });
  await assert.rejects(policies("policy: {rules: {no-pie: fatal}}"), /no-pie|fatal/);
  await assert.rejects(policies("policy: {max_size: 20 bananas}"), /"20 bananas" of policy.max_size is no size/);
});

test("what reads a program waits for its check", async () => {
  using project = testProject();
  const { archiveKind } = await import("../pack/archive.ts");
  const plan = await project.plan([policyKind, archiveKind], "", PROGRAMS);
  const archives = plan.tasks.filter(({ kind }) => kind === "archive");
  assert.equal(archives.length, 2);
  for (const { inputs, needs } of archives) assert.ok(needs.includes(`policy:${inputs[0]}`));
});
