import { LineCounter } from "yaml";
import type { Place } from "../../errors.ts";

/** The text of a file, and where its offsets are for people. */
export class YamlText {
  readonly file: string;
  readonly text: string;
  readonly lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The place from `start` up to `end`, cut at the end of its line. Offsets count UTF-16 units. */
  place(start: number, end: number = start + 1): Place {
    const from = Math.max(0, Math.min(start, this.text.length));
    const { line, col } = this.lines.linePos(from);
    const lineStart = this.lines.lineStarts[line - 1] ?? 0;
    const newline = this.text.indexOf("\n", lineStart);
    const lineText = this.text.slice(lineStart, newline < 0 ? undefined : newline).replace(/\r$/u, "");
    const column = Math.max(1, col);
    const length = Math.max(1, Math.min(end - from, lineText.length - column + 1));
    return { file: this.file, line: Math.max(1, line), column, length, lineText };
  }
}
