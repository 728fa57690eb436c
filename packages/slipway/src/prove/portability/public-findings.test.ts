import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";

interface PublicRepository {
  readonly repository: string;
  readonly commit: string;
  readonly targets: readonly string[];
  readonly findings: readonly {
    readonly file: string;
    readonly line: number;
    readonly code: string;
    readonly targets: readonly string[];
    readonly verdict: "right" | "wrong";
    /** What the code does, in our words; for a wrong one why it is. */
    readonly why: string;
  }[];
}

const file = path.join(import.meta.dirname, "testdata", "public-findings.json");
const repositories = JSON.parse(readFileSync(file, "utf8")) as readonly PublicRepository[];

test("of what is found in large public repositories, 95 of 100 are right by hand", () => {
  const findings = repositories.flatMap((each) => each.findings);
  const right = findings.filter(({ verdict }) => verdict === "right").length;
  assert.ok(repositories.length >= 10, `${repositories.length} repositories`);
  assert.ok(right / findings.length >= 0.95, `${right} of ${findings.length}`);
});

test("each verdict says where it was read and why", () => {
  for (const { repository, commit, findings } of repositories) {
    assert.match(`${repository}@${commit}`, /^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
    for (const { code, targets, why } of findings) {
      assert.match(code, /^portability-/);
      assert.ok(targets.length > 0 && why.length > 10, `${repository} ${code}`);
    }
  }
});
