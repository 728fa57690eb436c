import type { Place } from "../errors.ts";
import type { Style } from "./style.ts";

/** `file:line:column`, as editors and terminals link it. */
export function placeText(place: Place): string {
  return [place.file, place.line, place.line === undefined ? undefined : place.column]
    .filter((part) => part !== undefined)
    .join(":");
}

/** The place with its line and a caret below what is meant; one line when the source line is not known. */
export function placeLines(place: Place, style: Style): string[] {
  const lines = [`${style.cyan("-->")} ${placeText(place)}`];
  if (place.lineText === undefined || place.line === undefined) return lines;
  // Long lines (generated files) are cut around the column so that the caret stays in sight.
  const column = place.column ?? 1;
  const start = column > 100 ? column - 60 : 0;
  const shown = place.lineText.slice(start, start + 120).replaceAll("\t", " ");
  const gutter = String(place.line);
  const caret = " ".repeat(Math.max(0, column - 1 - start)) + "^".repeat(Math.max(1, Math.min(place.length ?? 1, 120)));
  lines.push(`${style.dim(`${gutter} |`)} ${shown}`);
  lines.push(`${style.dim(`${" ".repeat(gutter.length)} |`)} ${style.red(caret.slice(0, 121))}`);
  return lines;
}
