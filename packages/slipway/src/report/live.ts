import { createLogUpdate } from "log-update";
import type { Event } from "../events.ts";
import { FindingTeller } from "./finding-teller.ts";
import { findingText } from "./finding-text.ts";
import { closing, finishedText, runTitle } from "./plain.ts";
import type { Reporter } from "./reporter.ts";
import type { Style } from "./style.ts";
import { Summary } from "./summary.ts";
import { formatMilliseconds } from "./units.ts";

/** How many running tasks the live part shows at most. */
const SHOWN = 8;
/** Milliseconds between two drawings. */
const FRAME = 100;

/**
 * Finished tasks scroll by; what is running stays below them with its time. `now` gives milliseconds.
 */
export function liveReporter(stream: NodeJS.WriteStream, style: Style, now: () => number): Reporter {
  const screen = createLogUpdate(stream);
  const summary = new Summary();
  const running = new Map<string, { title: string; at: number }>();
  let total = 0;
  let done = 0;
  /** What this clock showed when the events' clock stood at 0. */
  let zero: number | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const above = (text: string): void => {
    screen.clear();
    stream.write(`${text}\n`);
    draw();
  };
  const draw = (): void => {
    if (running.size === 0) return screen.clear();
    const shown = [...running.values()].slice(0, SHOWN);
    const lines = shown.map(
      (task) => `${style.cyan("..")} ${task.title} ${style.dim(formatMilliseconds(now() - (zero ?? 0) - task.at))}`,
    );
    const more = running.size > shown.length ? `, ${running.size - shown.length} more running` : "";
    screen([...lines, style.dim(`${done} of ${total} tasks done${more}`)].join("\n"));
  };

  const findings = new FindingTeller((finding) => above(findingText(finding, style)));
  const emit = (event: Event): void => {
    summary.add(event);
    findings.add(event);
    switch (event.type) {
      case "run-started":
        total = event.tasks;
        above(runTitle(event, style));
        timer = setInterval(draw, FRAME);
        timer.unref();
        break;
      case "message":
        above(event.level === "info" ? event.text : `${style.yellow(event.level)}: ${event.text}`);
        break;
      case "task-started":
        zero ??= now() - event.at;
        running.set(event.task, { title: event.title, at: event.at });
        break;
      case "task-finished":
        done++;
        running.delete(event.task);
        above(finishedText(event, `[${String(done).padStart(String(total).length)}/${total}]`, style));
        break;
      case "run-finished":
        running.clear();
        for (const row of closing(event, summary, style)) above(row);
        break;
      case "finding":
      case "task-output":
        break;
    }
  };
  return {
    emit,
    close: () => {
      findings.flush();
      clearInterval(timer);
      screen.clear();
      screen.done();
    },
  };
}
