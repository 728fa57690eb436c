import type { Check } from "../checks.ts";
import type { CacheLevel, Event } from "../events.ts";
import type { Finding, Severity } from "../findings.ts";
import { groupFindings } from "./finding-group.ts";
import { checkMatrix } from "./proof/check-matrix.ts";
import { formatTable } from "./table.ts";
import { formatBytes, formatMilliseconds } from "./units.ts";

type Finished = Extract<Event, { type: "task-finished" }>;

/** Collects a run's events into the table that closes it. */
export class Summary {
  readonly #finished: Finished[] = [];
  readonly #checks: Check[] = [];
  readonly #findings: Finding[] = [];
  #warnings = 0;

  add(event: Event): void {
    if (event.type === "task-finished") this.#finished.push(event);
    else if (event.type === "check") this.#checks.push(event.check);
    else if (event.type === "finding") this.#findings.push(event.finding);
    else if (event.type === "message" && event.level === "warning") this.#warnings++;
  }

  get failed(): readonly Finished[] {
    return this.#finished.filter((task) => task.status === "failed");
  }

  /** One row a target: its files' size, the time its tasks took, and where they came from. */
  table(): string[] {
    const byTarget = new Map<string, Finished[]>();
    for (const task of this.#finished) {
      const key = task.target ?? "all targets";
      byTarget.set(key, [...(byTarget.get(key) ?? []), task]);
    }
    const rows = [...byTarget].map(([target, tasks]) => [
      target,
      String(tasks.flatMap((task) => task.outputs).length),
      formatBytes(sum(tasks.flatMap((task) => task.outputs.map((file) => file.size)))),
      formatMilliseconds(sum(tasks.map((task) => task.ms))),
      origins(tasks),
    ]);
    rows.sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1));
    return formatTable([["target", "files", "size", "time", "came from"], ...rows], { right: [1, 2, 3] });
  }

  /** Targets against checks, and why something was skipped; nothing where nothing was checked. */
  checks(): string[] {
    const { names, rows } = checkMatrix(this.#checks);
    if (names.length === 0) return [];
    const cells = rows.map(({ target, cells: own }) => [
      target,
      ...own.map((cell) => (cell === undefined ? "" : cell.status)),
    ]);
    const reasons = Map.groupBy(
      this.#checks.filter(({ status }) => status === "skipped"),
      ({ check, detail }) => `${check}: ${detail}`,
    );
    const skipped = [...reasons].map(([reason, checks]) => {
      const targets = [...new Set(checks.flatMap(({ target }) => target ?? []))].sort();
      return `skipped ${reason}${targets.length === 0 ? "" : ` (${targets.join(", ")})`}`;
    });
    return [...formatTable([["proven", ...names], ...cells]), ...skipped.sort()];
  }

  /** `2 warnings, 1 notice`, or nothing; warnings that are no findings (a cache that cannot be used) count too. What is told once for several targets counts once. */
  findings(): string {
    const groups = groupFindings(this.#findings);
    const count = (severity: Severity): number =>
      groups.filter(({ first }) => first.severity === severity).length + (severity === "warning" ? this.#warnings : 0);
    return (["error", "warning", "notice"] as const)
      .map((severity) => [severity, count(severity)] as const)
      .filter(([, number]) => number > 0)
      .map(([severity, number]) => `${number} ${severity}${number === 1 ? "" : "s"}`)
      .join(", ");
  }
}

/** Where a result came from, for people. */
export const LEVEL_TEXT: Readonly<Record<CacheLevel, string>> = {
  L0: "unchanged",
  L1: "cache",
  remote: "remote",
  L2: "kept link",
  made: "made",
  shard: "shard",
};

function origins(tasks: readonly Finished[]): string {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    const word = task.status === "done" ? LEVEL_TEXT[task.level ?? "made"] : task.status;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size === 1) return [...counts.keys()][0] ?? "";
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
