import type { SlipwayError } from "../errors.ts";
import { placeLines } from "./place-text.ts";
import type { Style } from "./style.ts";

/** How many lines of a tool's output an error shows; the whole of it is in the events. */
const OUTPUT_LINES = 40;

/** An error as a person reads it: what, where, expected and actual, a tool's output, the next step. */
export function errorText(error: SlipwayError, style: Style): string {
  const { details } = error;
  const lines = [`${style.red(style.bold(`error[${error.code}]`))}: ${printable(error.message)}`];
  if (details.where) lines.push(...placeLines(details.where, style).map((line) => `  ${line}`));
  if (details.expected !== undefined) lines.push(`  expected: ${printable(details.expected)}`);
  if (details.actual !== undefined) lines.push(`  actual:   ${printable(details.actual)}`);
  if (details.output) lines.push(...outputLines(details.output).map((line) => `  ${style.dim("|")} ${line}`));
  if (details.hint !== undefined) lines.push(`  ${style.cyan("next:")} ${printable(details.hint)}`);
  for (const other of details.others ?? []) lines.push("", errorText(other, style));
  return lines.join("\n");
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
