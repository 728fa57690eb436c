import type { Event } from "../events.ts";
import type { Finding } from "../findings.ts";
import { plainReporter } from "./plain.ts";
import type { Reporter, Write } from "./reporter.ts";
import type { Style } from "./style.ts";

/**
 * Plain lines plus GitHub's workflow commands: what a task printed stands in a group of its own, findings are
 * annotations on the file that they are about.
 *
 * Source: GitHub documentation, "Workflow commands for GitHub Actions".
 */
export function githubReporter(write: Write, style: Style): Reporter {
  const plain = plainReporter((text) => write(defused(text)), style, {
    onFinding: (finding) => write(annotation(finding)),
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
      if (lines?.length) write(`::group::${data(event.title)}\n${defused(lines.join("\n"))}\n::endgroup::\n`);
    }
  };
  return { emit, close: plain.close };
}

/** What tools, files and people wrote must not become a workflow command: neither `::name::` nor the older `##[name]`. */
function defused(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "## [");
}

function annotation(finding: Finding): string {
  const { where } = finding;
  const properties = [
    ...(where ? [`file=${property(where.file)}`] : []),
    ...(where?.line === undefined ? [] : [`line=${where.line}`]),
    ...(where?.column === undefined ? [] : [`col=${where.column}`]),
    `title=${property(finding.code)}`,
  ];
  const text = [finding.message, finding.hint].filter((part) => part !== undefined).join("\n");
  return `::${finding.severity} ${properties.join(",")}::${data(text)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
