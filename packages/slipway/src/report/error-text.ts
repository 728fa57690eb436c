import { SlipwayError } from "../errors.ts";
import { placeLines } from "./place-text.ts";
import type { Style } from "./style.ts";

/** How many lines of a tool's output an error shows; the whole of it is in the events. */
const OUTPUT_LINES = 40;

/** How much is told. */
export interface ErrorTextOptions {
  /** The findings behind the error were told before, one by one: their places and texts are not repeated. */
  readonly findingsTold?: boolean;
}

/**
 * An error as a person reads it: what, where, expected and actual, a tool's output, the next step. Others that say the same of
 * several targets are told once.
 */
export function errorText(error: SlipwayError, style: Style, options: ErrorTextOptions = {}): string {
  const { details } = error;
  const head = `${style.red(style.bold(`error[${error.code}]`))}: ${printable(error.message)}`;
  if (error.code === "check-failed" && options.findingsTold === true) {
    return [head, ...(details.others ?? []).map((other) => errorText(other, style, options))].join("\n");
  }
  const lines = [head];
  if (details.where) lines.push(...placeLines(details.where, style).map((line) => `  ${line}`));
  if (details.expected !== undefined) lines.push(labelled("expected: ", details.expected));
  if (details.actual !== undefined) lines.push(labelled("actual:   ", details.actual));
  if (details.output) lines.push(...outputLines(details.output).map((line) => `  ${style.dim("|")} ${line}`));
  if (details.hint !== undefined) lines.push(labelled("next: ", details.hint, style.cyan));
  for (const other of onceForTargets(details.others ?? [])) lines.push("", errorText(other, style, options));
  return lines.join("\n");
}

/** A text behind its label; what has more lines stands below each other. */
export function labelled(label: string, text: string, paint: (text: string) => string = (plain) => plain): string {
  const below = `\n${" ".repeat(2 + label.length)}`;
  return `  ${paint(label.trimEnd())}${" ".repeat(label.length - label.trimEnd().length)}${printable(text).replaceAll("\n", below)}`;
}

/** Errors that say the same as one, which names all targets where they differ in nothing else. */
export function onceForTargets(errors: readonly SlipwayError[]): SlipwayError[] {
  const groups = Map.groupBy(errors, (error) => {
    const { target, cause: _, others: __, ...rest } = error.details;
    const said = JSON.stringify([error.code, error.message, rest]);
    return target === undefined ? said : said.replaceAll(target, "TARGET");
  });
  return [...groups.values()].map((group) => {
    const [first] = group;
    const { target } = first!.details;
    if (group.length === 1 || target === undefined) return first!;
    const all = group.flatMap(({ details }) => details.target ?? []).join(", ");
    const message = first!.message.replace(target, () => all);
    return new SlipwayError(first!.code, message, { ...first!.details, target: all });
  });
}

/** Control characters from files or tools must not reach the terminal. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}

function outputLines(output: string): string[] {
  const lines = output.trimEnd().split("\n").map(printable);
  if (lines.length <= OUTPUT_LINES) return lines;
  const head = lines.slice(0, OUTPUT_LINES / 2);
  const tail = lines.slice(-OUTPUT_LINES / 2);
  return [...head, `... ${lines.length - OUTPUT_LINES} more lines ...`, ...tail];
}
