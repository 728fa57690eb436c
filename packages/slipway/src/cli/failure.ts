import { cleanError } from "../clean-error.ts";
import { SlipwayError } from "../errors.ts";
import { errorText, onceForTargets } from "../report/error-text.ts";
import { Secrets } from "../secrets.ts";
import { annotate } from "./annotate.ts";
import type { Terminal } from "./terminal.ts";

/** How a failure is told. */
export interface FailureOptions {
  readonly json: boolean;
  /** The project's folder, where the command line names one. */
  readonly dir?: string | undefined;
}

/**
 * Prints a failure for people, or as one JSON line on stdout, and gives its exit code. A bug keeps its stack. On GitHub it is
 * an annotation too, on every line that it is about.
 */
export function reportFailure(error: unknown, terminal: Terminal, options: FailureOptions): number {
  const failure = cleanError(error instanceof SlipwayError ? error : internal(error), new Secrets(process.env));
  if (options.json) {
    const { code, message, details } = failure;
    const { cause: _, others, ...rest } = details;
    const list = others?.map((other) => ({ code: other.code, message: other.message, where: other.details.where }));
    terminal.out(`${JSON.stringify({ type: "error", code, message, ...rest, ...(list ? { others: list } : {}) })}\n`);
  }
  terminal.err(`${errorText(failure, terminal.errStyle, { findingsTold: !options.json })}\n`);
  // What checks refused has its annotations already, from its findings.
  const untold = [failure, ...(failure.details.others ?? [])].filter(({ code }) => !ANNOTATED.has(code));
  if (!options.json) annotate(onceForTargets(untold), terminal, options.dir);
  return failure.exitCode;
}

const ANNOTATED: ReadonlySet<string> = new Set(["check-failed", "tasks-failed"]);

function internal(error: unknown): SlipwayError {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new SlipwayError("internal", "this is a bug in Slipway", {
    output: stack,
    hint: "please report it with the lines above and the command you ran",
    cause: error,
  });
}
