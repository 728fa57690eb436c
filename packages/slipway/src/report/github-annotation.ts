import type { Place } from "../errors.ts";
import type { Severity } from "../findings.ts";

/** What an annotation says. */
export interface Annotated {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly where?: Place | undefined;
  readonly hint?: string | undefined;
}

/**
 * GitHub's workflow command that shows a message on the line of a file. `base` is the project's folder below the repository's
 * (`""` where they are one, else `tools/app`): GitHub wants its paths from the repository on.
 *
 * Source: GitHub documentation, "Workflow commands for GitHub Actions".
 */
export function githubAnnotation({ severity, code, message, where, hint }: Annotated, base: string): string {
  const properties = [
    ...(where ? [`file=${property(fromRepository(where.file, base))}`] : []),
    ...(where?.line === undefined ? [] : [`line=${where.line}`]),
    ...(where?.column === undefined ? [] : [`col=${where.column}`]),
    `title=${property(code)}`,
  ];
  const text = [message, hint].filter((part) => part !== undefined).join("\n");
  return `::${severity} ${properties.join(",")}::${commandData(text)}\n`;
}

/** Text that is safe behind the `::` of a workflow command. */
export function commandData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function fromRepository(file: string, base: string): string {
  const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/u.test(file);
  return base === "" || isAbsolute ? file : `${base}/${file}`;
}

function property(text: string): string {
  return commandData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
