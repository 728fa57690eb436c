import type { Event } from "../events.ts";
import { commandData, githubAnnotation } from "./github-annotation.ts";
import { plainReporter } from "./plain.ts";
import type { Reporter, Write } from "./reporter.ts";
import type { Style } from "./style.ts";

/**
 * Plain lines plus GitHub's workflow commands: what a task printed stands in a group of its own, findings are
 * annotations on the file that they are about. `base` is as in `githubAnnotation`.
 *
 * Source: GitHub documentation, "Workflow commands for GitHub Actions".
 */
export function githubReporter(write: Write, style: Style, base = ""): Reporter {
  const plain = plainReporter((text) => write(defused(text)), style, {
    onFinding: (finding) => write(githubAnnotation(finding, base)),
  });
  const output = new Map<string, string[]>();
  const emit = (event: Event): void => {
    if (event.type === "task-output") {
      output.set(event.task, [...(output.get(event.task) ?? []), event.text.trimEnd()]);
      return;
    }
    plain.emit(event);
    if (event.type === "task-finished") {
      const lines = output.get(event.task);
      output.delete(event.task);
      if (lines?.length) write(`::group::${commandData(event.title)}\n${defused(lines.join("\n"))}\n::endgroup::\n`);
    }
  };
  return { emit, close: plain.close };
}

/** What tools, files and people wrote must not become a workflow command: neither `::name::` nor the older `##[name]`. */
function defused(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}
