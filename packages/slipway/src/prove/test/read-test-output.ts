import type { CheckCase } from "../../checks.ts";

/** One line of `-test.v` that ends a test: `    --- FAIL: TestA/part_one (0.01s)`. */
const END = /^ *--- (PASS|FAIL|SKIP): (\S+)(?: \(([\d.]+)s\))?$/u;
const START = /^=== (?:RUN|CONT|NAME|PAUSE) +(\S+)/u;
const LAST = /^(?:PASS|FAIL|ok|exit status \d+|coverage: .*)$/u;
/** What stands in front of each line of the frame with `-test.v=test2json` (Go `testing.marker`). */
const MARKER = "\u0016";
/** Characters of a failing test's output that are kept. */
const KEPT = 4000;
/** Characters after which a line without an end is taken in parts. */
const LONGEST_LINE = 64 * 1024;

/**
 * Reads what a test program prints with `-test.v`, as it comes: every test with its outcome, and what the failing ones said. A
 * test that began and did not end (a crash, a timeout) has failed.
 *
 * What is `framed` comes of `-test.v=test2json`: only a marked line begins or ends a test, whatever the tests themselves print.
 */
export class TestOutputReader {
  readonly #framed: boolean;
  readonly #cases: CheckCase[] = [];
  readonly #said = new Map<string, string>();
  readonly #open = new Set<string>();
  #current: string | undefined;
  #rest = "";
  #tail = "";

  constructor(options: { readonly framed: boolean }) {
    this.#framed = options.framed;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) this.#line(line, "\n");
    if (this.#rest.length <= LONGEST_LINE) return;
    this.#line(this.#rest, "");
    this.#rest = "";
  }

  /** All tests; to be called once, when there is no more. */
  end(): CheckCase[] {
    if (this.#rest !== "") this.#line(this.#rest, "\n");
    this.#rest = "";
    for (const name of this.#open) this.#cases.push({ name, status: "failed" });
    return this.#cases.map((each) => {
      const output = each.status === "passed" ? undefined : this.#said.get(each.name)?.trimEnd();
      return output === undefined ? each : { ...each, text: output };
    });
  }

  /** The end of everything that was printed. */
  tail(): string {
    return this.#tail;
  }

  #line(text: string, end: string): void {
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (!this.#framed) {
      if (!this.#frame(line)) this.#say(line, end);
      return;
    }
    const [before = "", ...marked] = line.split(MARKER);
    if (before !== "") this.#say(before, end);
    for (const part of marked) if (!this.#frame(part)) this.#say(part, end);
  }

  /** Takes a line that tells how far the tests are; `false` when it is none. */
  #frame(line: string): boolean {
    const start = START.exec(line);
    if (start !== null) {
      this.#current = start[1]!;
      this.#open.add(this.#current);
      return true;
    }
    if (LAST.test(line)) {
      this.#current = undefined;
      return true;
    }
    const end = END.exec(line);
    if (end === null) {
      if (/^=== NAME *$/u.test(line)) this.#current = undefined;
      return this.#framed && line.startsWith("=== ");
    }
    const [, word, name = "", seconds] = end;
    this.#open.delete(name);
    // What is indented below the line of the end belongs to the test, as older toolchains print it.
    this.#current = name;
    this.#cases.push({
      name,
      status: word === "PASS" ? "passed" : word === "FAIL" ? "failed" : "skipped",
      ...(seconds === undefined ? {} : { ms: Math.round(Number(seconds) * 1000) }),
    });
    return true;
  }

  #say(line: string, end: string): void {
    if (line.trim() === "") return;
    this.#tail = `${this.#tail}${line}${end}`.slice(-KEPT);
    const current = this.#current;
    if (current !== undefined) this.#said.set(current, `${this.#said.get(current) ?? ""}${line}${end}`.slice(-KEPT));
  }
}

/** Reads all that a test program printed at once. */
export function readTestOutput(text: string, options: { readonly framed: boolean } = { framed: false }): CheckCase[] {
  const reader = new TestOutputReader(options);
  reader.push(text);
  return reader.end();
}
