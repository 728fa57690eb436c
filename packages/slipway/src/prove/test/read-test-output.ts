import type { CheckCase } from "../../checks.ts";

/** One line of `-test.v` that ends a test: `    --- FAIL: TestA/part_one (0.01s)`. */
const END = /^ *--- (PASS|FAIL|SKIP): (\S+)(?: \(([\d.]+)s\))?$/u;
const START = /^=== (?:RUN|CONT|NAME|PAUSE) +(\S+)/u;
/** Characters of a failing test's output that are kept. */
const KEPT = 4000;

/**
 * Reads what a test program printed with `-test.v`: every test with its outcome, and what the failing ones said. A test that
 * began and did not end (a crash, a timeout) has failed.
 */
export function readTestOutput(text: string): CheckCase[] {
  const cases: CheckCase[] = [];
  const said = new Map<string, string>();
  const open = new Set<string>();
  let current: string | undefined;
  for (const line of text.replaceAll("\r\n", "\n").split("\n")) {
    const start = START.exec(line);
    if (start !== null) {
      current = start[1]!;
      open.add(current);
      continue;
    }
    if (/^(?:PASS|FAIL|ok|exit status \d+|coverage: .*)$/u.test(line)) {
      current = undefined;
      continue;
    }
    const end = END.exec(line);
    if (end === null) {
      if (current !== undefined && line.trim() !== "")
        said.set(current, `${said.get(current) ?? ""}${line}\n`.slice(-KEPT));
      continue;
    }
    const [, word, name = "", seconds] = end;
    open.delete(name);
    // What is indented below the line of the end belongs to the test, as older toolchains print it.
    current = name;
    cases.push({
      name,
      status: word === "PASS" ? "passed" : word === "FAIL" ? "failed" : "skipped",
      ...(seconds === undefined ? {} : { ms: Math.round(Number(seconds) * 1000) }),
    });
  }
  for (const name of open) cases.push({ name, status: "failed" });
  return cases.map((each) => {
    const output = each.status === "passed" ? undefined : said.get(each.name)?.trimEnd();
    return output === undefined ? each : { ...each, text: output };
  });
}
