import assert from "node:assert/strict";
import test from "node:test";
import type { PlanContext } from "../../../plan/kind.ts";
import { clockFindings } from "./clock-findings.ts";

function found(ldflags: readonly string[]): number {
  const build = { ldflags, flags: [], env: [], overrides: [] };
  return clockFindings({ config: { builds: [build] }, positionOf: () => undefined } as unknown as PlanContext).length;
}

test("clockFindings() sees the run's time in templates and nothing else", () => {
  assert.equal(
    found(["-X main.date={{.Date}}", "-X a={{ .Now.Format `2006` }}", "-X t={{ .Timestamp }}", '{{ time "2006" }}']),
    4,
  );
  assert.equal(
    found([
      "-X main.date={{.CommitDate}}",
      "{{ .CommitTimestamp }}",
      "{{ .Env.Date }}",
      "-X time=1 .Date",
      "{{ .Runtime }}",
    ]),
    0,
  );
});

test("clockFindings() looks into overrides, and says which", () => {
  const none = { ldflags: [], flags: [], env: [] };
  const override = { ...none, env: ["STAMP={{ .Timestamp }}"] };
  const context = {
    config: { builds: [{ ...none, overrides: [none, override] }] },
    positionOf: (at: readonly (string | number)[]) => ({ file: at.join(".") }),
  } as unknown as PlanContext;
  assert.deepEqual(
    clockFindings(context).map(({ message, where }) => [message.split(" ")[0], where?.file]),
    [["builds[0].overrides[1].env", "builds.0.overrides.1.env.0"]],
  );
});
