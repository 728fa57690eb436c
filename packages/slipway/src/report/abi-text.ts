import type { AbiCell, AbiRow } from "../prove/portability/abi-table.ts";
import type { Style } from "./style.ts";

const WIDTH = 34;

/** The three systems side by side; sources stand below as notes. */
export function abiText(arch: string, rows: readonly AbiRow[], style: Style): string {
  const notes: string[] = [];
  const noted = (cell: AbiCell): string => {
    const known = notes.indexOf(cell.source);
    if (known < 0) notes.push(cell.source);
    return `${cell.rule} [${known < 0 ? notes.length : known + 1}]`;
  };
  const lines = [style.bold(`${arch}: what each system asks of assembly`), ""];
  const put = (cells: readonly string[], paint: (text: string) => string = (text) => text): void => {
    const wrapped = cells.map((cell, index) => wrap(cell, index === 0 ? 20 : WIDTH));
    const height = Math.max(...wrapped.map((cell) => cell.length));
    for (let line = 0; line < height; line++) {
      const parts = wrapped.map((cell, index) => (cell[line] ?? "").padEnd(index === 0 ? 20 : WIDTH));
      lines.push(paint(parts.join("  ").trimEnd()));
    }
  };
  put(["", "Linux", "macOS", "Windows"], style.bold);
  for (const row of rows) {
    lines.push("");
    put([row.subject, noted(row.linux), noted(row.macos), noted(row.windows)]);
  }
  lines.push("", style.bold("Sources"), ...notes.map((note, index) => `[${index + 1}] ${note}`));
  return `${lines.join("\n")}\n`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
