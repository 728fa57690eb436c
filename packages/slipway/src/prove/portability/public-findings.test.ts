import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";

/** One reading by hand of what was found in public repositories. */
interface Reading {
  /** Commit of ours whose rules found it. */
  readonly rules: string;
  /** Whether nobody had read these repositories before the rules were as they are. */
  readonly fresh: boolean;
  /** What was read and how. */
  readonly note: string;
  readonly repositories: readonly {
    readonly repository: string;
    readonly commit: string;
    readonly targets: readonly string[];
    /** How many findings there were; `findings` may be a sample. */
    readonly found?: number;
    readonly findings: readonly {
      readonly file: string;
      readonly line: number;
      readonly code: string;
      readonly severity?: string;
      readonly targets: readonly string[];
      readonly verdict: "right" | "wrong" | "not counted";
      /** What the code does, in our words; for a wrong one why it is. */
      readonly why: string;
    }[];
  }[];
}

const folder = path.join(import.meta.dirname, "testdata", "public");
const readings = readdirSync(folder)
  .sort()
  .map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Reading);

/** `right of counted`. */
function score({ repositories }: Reading): readonly [right: number, counted: number] {
  const findings = repositories.flatMap((each) => each.findings);
  const of = (verdict: string): number => findings.filter((each) => each.verdict === verdict).length;
  return [of("right"), of("right") + of("wrong")];
}

test("each verdict says where it was read and why", () => {
  for (const { rules, note, repositories } of readings) {
    assert.match(rules, /^[0-9a-f]{7,40}$/);
    assert.ok(note.length > 20, rules);
    for (const { repository, commit, found, findings } of repositories) {
      assert.match(`${repository}@${commit}`, /^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
      assert.ok(findings.length <= (found ?? findings.length), repository);
      for (const { code, targets, why } of findings) {
        assert.match(code, /^portability-/);
        assert.ok(targets.length > 0 && why.length > 10, `${repository} ${code}`);
      }
    }
  }
});

test("the last readings are of ten large repositories each that were not read before: 3 of 4 are right in the eighth, fewer in the ninth", () => {
  const [eighth, ninth] = readings.slice(-2) as [Reading, Reading];
  for (const reading of [eighth, ninth]) assert.ok(reading.fresh && reading.repositories.length >= 10);
  for (const [reading, least] of [
    [eighth, 0.75],
    [ninth, 0.65],
  ] as const) {
    const [right, counted] = score(reading);
    assert.ok(right / counted >= least, `${right} of ${counted}`);
  }
});

test("the docs tell how many were right in every reading", () => {
  const docs = readFileSync(path.join(import.meta.dirname, "../../../../../docs/portability.md"), "utf8");
  for (const [index, reading] of readings.entries()) {
    const [right, counted] = score(reading);
    assert.ok(docs.includes(`${right} of ${counted}`), `reading ${index + 1}: ${right} of ${counted}`);
  }
});
