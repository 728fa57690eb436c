import type { Cause, DiffPlace, Difference, Residual } from "../diff/difference.ts";
import type { Style } from "./style.ts";
import { formatTable } from "./table.ts";
import { formatBytes } from "./units.ts";

/** How much of a difference is printed. */
export interface DiffTextOptions {
  readonly a: string;
  readonly b: string;
  /** Every place, part and value; otherwise the first ones and a count of the rest. */
  readonly all: boolean;
}

const CAUSES = 40;
const PLACES = 3;
const PARTS = 12;

/** A difference for people: causes first, then what is left in bytes. */
export function diffText(difference: Difference, style: Style, options: DiffTextOptions): string {
  const { same, causes, residual, compared, leftOut } = difference;
  const reports = leftOut.length === 0 ? "" : `left out, since they tell of a run: ${leftOut.join(", ")}\n`;
  if (same) return `${style.green("same")}: ${countOf(compared, "file")} compared\n${reports}`;
  const shown = options.all ? causes : causes.slice(0, CAUSES);
  const lines = [
    style.bold(`${options.a} and ${options.b} differ: ${countOf(causes.length, "cause")}`),
    "",
    ...shown.flatMap((cause) => causeLines(cause, style, options.all)),
  ];
  if (shown.length < causes.length) lines.push(`${causes.length - shown.length} more causes: --all prints them`, "");
  if (residual.length > 0) lines.push(...residualLines(residual, style, options.all));
  return `${lines.join("\n").trimEnd()}\n${reports === "" ? "" : `\n${reports}`}`;
}

function causeLines(cause: Cause, style: Style, all: boolean): string[] {
  const lines = [`${style.yellow(cause.code)}  ${printable(cause.message)}`];
  const places = cause.places.filter((place) => place.path !== "" || place.offsetA !== undefined);
  const shown = all ? places : places.slice(0, PLACES);
  for (const place of shown) lines.push(`  ${style.dim("in")} ${placeText(place)}`);
  if (shown.length < places.length) lines.push(`  ${style.dim(`and ${places.length - shown.length} more`)}`);
  if (cause.code === "order" || cause.code === "member-order") {
    lines.push(`  A has ${printable(cause.a ?? "")}`, `  B has ${printable(cause.b ?? "")}`);
  }
  if (cause.hint !== undefined) lines.push(`  ${style.cyan("fix:")} ${cause.hint}`);
  return [...lines, ""];
}

/** `app.tar.gz/app @0x1234`, both offsets where they differ. */
export function placeText({ path, offsetA, offsetB }: DiffPlace): string {
  const hex = (offset: number): string => `0x${offset.toString(16)}`;
  const offsets =
    offsetA === undefined && offsetB === undefined
      ? ""
      : offsetA === offsetB || offsetB === undefined
        ? `@${hex(offsetA!)}`
        : offsetA === undefined
          ? `@${hex(offsetB)} of B`
          : `@${hex(offsetA)} and @${hex(offsetB)}`;
  return [printable(path), offsets].filter((text) => text !== "").join(" ");
}

function residualLines(residual: readonly Residual[], style: Style, all: boolean): string[] {
  const shown = all ? residual : residual.slice(0, PARTS);
  const rows = shown.map((each) => [
    `  ${printable(each.path)}`,
    printable(each.part),
    `${each.differing} of ${formatBytes(Math.max(each.sizeA, each.sizeB))}`,
    `first at 0x${each.first.toString(16)}`,
  ]);
  const lines = [style.bold("left in bytes"), ...formatTable(rows)];
  if (shown.length < residual.length)
    lines.push(`  and ${residual.length - shown.length} more parts: --all prints them`);
  return lines;
}

/** Names and values come from strangers: control characters would move the cursor. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
