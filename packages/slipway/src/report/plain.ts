import type { Event } from "../events.ts";
import type { Finding } from "../findings.ts";
import { printable } from "./error-text.ts";
import { FindingTeller } from "./finding-teller.ts";
import { findingText } from "./finding-text.ts";
import type { Reporter, Write } from "./reporter.ts";
import type { Style } from "./style.ts";
import { LEVEL_TEXT, Summary } from "./summary.ts";
import { formatMilliseconds } from "./units.ts";

/** How lines are printed. */
export interface PlainOptions {
  /** Show what tools print, too. */
  readonly verbose?: boolean;
  /** Called for each finding after it was printed. */
  readonly onFinding?: (finding: Finding) => void;
}

/** Lines that only ever grow: for pipes, log files and CI. */
export function plainReporter(write: Write, style: Style, options: PlainOptions = {}): Reporter {
  const summary = new Summary();
  let total = 0;
  let done = 0;
  const line = (text: string): void => write(`${text}\n`);
  const findings = new FindingTeller((finding) => {
    line(findingText(finding, style));
    options.onFinding?.(finding);
  });

  const emit = (event: Event): void => {
    summary.add(event);
    findings.add(event);
    switch (event.type) {
      case "run-started":
        total = event.tasks;
        line(runTitle(event, style));
        break;
      case "message":
        line(event.level === "info" ? event.text : `${style.yellow(event.level)}: ${event.text}`);
        break;
      case "task-output":
        if (options.verbose) line(`${style.dim(`${event.task} |`)} ${printable(event.text.trimEnd())}`);
        break;
      case "task-finished":
        done++;
        line(finishedText(event, `[${String(done).padStart(String(total).length)}/${total}]`, style));
        break;
      case "run-finished":
        for (const row of closing(event, summary, style)) line(row);
        break;
      case "finding":
      case "task-started":
        break;
    }
  };
  return { emit, close: () => findings.flush() };
}

/** `release hello 1.2.3: 8 targets, 27 tasks` */
export function runTitle(event: Extract<Event, { type: "run-started" }>, style: Style): string {
  const targets = event.targets.length === 1 ? "1 target" : `${event.targets.length} targets`;
  return `${style.bold(`${event.command} ${event.project} ${event.version}`)}: ${targets}, ${event.tasks} tasks`;
}

/** One finished task: count, title, time, and where the result came from when it was not made. */
export function finishedText(event: Extract<Event, { type: "task-finished" }>, count: string, style: Style): string {
  const time = style.dim(formatMilliseconds(event.ms));
  switch (event.status) {
    case "done": {
      const from =
        event.level === undefined || event.level === "made" ? "" : style.dim(` (${LEVEL_TEXT[event.level]})`);
      return `${count} ${style.green("ok")} ${event.title} ${time}${from}`;
    }
    case "failed":
      return `${count} ${style.red("failed")} ${event.title} ${time}`;
    case "skipped":
    case "cancelled":
      return `${count} ${style.yellow(event.status)} ${event.title}${event.reason ? `: ${event.reason}` : ""}`;
  }
}

/** The summary table and the last line of a run. */
export function closing(event: Extract<Event, { type: "run-finished" }>, summary: Summary, style: Style): string[] {
  const findings = summary.findings();
  const checks = summary.checks();
  const checked = checks.length === 0 ? [] : [...checks.map((row, index) => (index === 0 ? style.bold(row) : row)), ""];
  const word = event.ok ? style.green("done") : style.red("failed");
  return [
    "",
    ...summary.table().map((row, index) => (index === 0 ? style.bold(row) : row)),
    "",
    ...checked,
    `${word} in ${formatMilliseconds(event.ms)}${findings ? `, ${findings}` : ""}`,
  ];
}
