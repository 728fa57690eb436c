import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import type { Check } from "../checks.ts";
import { packKinds } from "../pack/kinds.ts";
import { DIGEST_ALGORITHMS } from "../platform/file/file-digest.ts";
import { testProject, type TestProject } from "../pack/testing/test-project.ts";
import { checksumsKind } from "./checksums.ts";

const KINDS = [...packKinds, checksumsKind];
const PROGRAMS = [
  { name: "demo", target: { os: "linux", arch: "amd64", variant: "v1" }, bytes: new TextEncoder().encode("abc") },
];

function checksOf(project: TestProject): Check[] {
  return project.events.flatMap((event) => (event.type === "check" ? [event.check] : []));
}

for (const split of [false, true]) {
  test(`files are held against checksums of every algorithm, ${split ? "a file for each" : "all in one file"}`, async () => {
    for (const algorithm of DIGEST_ALGORITHMS) {
      using project = testProject();
      const yaml = `archives: [{formats: [binary]}]\nchecksum: {algorithm: ${algorithm}, split: ${split}}`;
      await project.run(await project.plan(KINDS, yaml, PROGRAMS), KINDS);
      const [check] = checksOf(project);
      assert.deepEqual(
        [check?.status, check?.detail],
        ["passed", "the bytes that the checksums say: 1 file"],
        algorithm,
      );
    }
  });
}

test("a file that was changed fails, and one without a checksum is not told as passed", async () => {
  using project = testProject();
  const sums = "archives: [{formats: [binary]}]\nchecksum: {algorithm: crc32}";
  const plan = await project.plan(KINDS, sums, PROGRAMS);
  const check = plan.tasks.find(({ kind }) => kind === "checksums")!;
  await project.run({ ...plan, tasks: plan.tasks.filter((task) => task !== check) }, KINDS);
  const file = plan.tasks.find(({ kind }) => kind === "checksum")!.outputs[0]!;
  writeFileSync(path.join(project.dist, file.path), `00000000  ${Object.keys(check.params["names"] as object)[0]}\n`);
  await project.run({ ...plan, tasks: [check] }, KINDS);
  writeFileSync(path.join(project.dist, file.path), "00000000  another\n");
  await project.run({ ...plan, tasks: [check] }, KINDS);
  assert.deepEqual(
    checksOf(project).map(({ status, detail }) => [status, detail]),
    [
      ["failed", "other bytes than the checksums say: 1 file"],
      ["skipped", "1 file in no checksum file"],
    ],
  );
});
