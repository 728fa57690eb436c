import type { Place } from "../../errors.ts";
import { SlipwayError } from "../../errors.ts";

/** One directive of a `go.mod` or `go.work` file: `use ./a` is `{verb: "use", words: ["./a"]}`. */
export interface ModLine {
  readonly verb: string;
  readonly words: readonly string[];
  readonly place: Place;
}

/**
 * Splits the text of a `go.mod` or `go.work` file into directives, with blocks opened up.
 *
 * The lexis is that of golang.org/x/mod/modfile: `//` comments, words in `"` or back quotes, `(`, `)`, `,` and `=>` as
 * tokens of their own.
 *
 * @throws {SlipwayError} `go-mod-invalid` with the position of what cannot be read.
 */
export function readModLines(text: string, file: string): ModLine[] {
  const lines: ModLine[] = [];
  let block: string | undefined;
  const rows = text.split("\n");
  for (const [index, raw] of rows.entries()) {
    const row = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const place = { file, line: index + 1, column: row.length - row.trimStart().length + 1, lineText: row };
    const words = splitWords(row, place);
    const [first] = words;
    if (first === undefined) continue;
    if (block !== undefined) {
      if (first === ")") {
        if (words.length > 1) throw invalid(place, `Unexpected "${words[1]}" after ")"`);
        block = undefined;
      } else lines.push({ verb: block, words, place });
    } else if (words.length === 2 && words[1] === "(") {
      block = first;
    } else if (words.includes("(") || words.includes(")")) {
      throw invalid(place, `Unexpected parenthesis in "${row.trim()}"`);
    } else lines.push({ verb: first, words: words.slice(1), place });
  }
  if (block !== undefined) throw invalid({ file, line: rows.length }, `The block "${block} (" is never closed`);
  return lines;
}

/** The error of a file that cannot be read. */
export function invalid(place: Place, message: string): SlipwayError {
  return new SlipwayError("go-mod-invalid", message, {
    where: place,
    hint: "Run go mod edit -fmt to see Go's own words about it",
  });
}

function splitWords(row: string, place: Place): string[] {
  const words: string[] = [];
  let at = 0;
  while (at < row.length) {
    const char = row[at] ?? "";
    if (char === " " || char === "\t") at++;
    else if (row.startsWith("//", at)) break;
    else if (row.startsWith("=>", at)) {
      words.push("=>");
      at += 2;
    } else if ("(),[]".includes(char)) {
      words.push(char);
      at++;
    } else if (char === '"' || char === "`") {
      const end = row.indexOf(char, at + 1);
      if (end === -1) throw invalid({ ...place, column: at + 1 }, `The quoted word ${row.slice(at)} never ends`);
      words.push(unquote(row.slice(at, end + 1)));
      at = end + 1;
    } else {
      let end = at;
      while (
        end < row.length &&
        !" \t(),".includes(row[end] ?? "") &&
        !row.startsWith("//", end) &&
        !row.startsWith("=>", end)
      )
        end++;
      words.push(row.slice(at, end));
      at = end;
    }
  }
  return words;
}

function unquote(word: string): string {
  return word.slice(1, -1);
}
