import { SlipwayError } from "../../errors.ts";

/**
 * Splits a command line into words the way GoReleaser does (go-shellwords v1.0.13), so that a hook means the same here:
 * quotes join, a backslash takes the next character as it is (`\n` and `\t` become the control character), and an
 * unquoted `;`, `&`, `|`, `<` or `>` ends the command. There is no shell, so neither variables nor globs are filled in.
 *
 * @throws SlipwayError `hook-syntax` for open quotes and parentheses
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word = "";
  let open: "" | "'" | '"' | "`" | "$(" = "";
  let escaped = false;
  let started = false;

  const characters = Array.from(line);
  for (const character of characters) {
    if (escaped) {
      word += character === "n" ? "\n" : character === "t" ? "\t" : character;
      escaped = false;
      started = true;
      continue;
    }
    if (character === "\\") {
      if (open === "'") word += character;
      else escaped = true;
      continue;
    }
    if (" \t\r\n".includes(character)) {
      if (open !== "") word += character;
      else if (started) {
        words.push(word);
        word = "";
        started = false;
      }
      continue;
    }
    switch (character) {
      case "`":
        if (open === "" || open === "`") open = open === "`" ? "" : "`";
        break;
      case "(":
        if (open === "" || open === "$(") {
          if (open === "$(" || !word.endsWith("$")) throw syntax(line, 'a "(" outside quotes');
          open = "$(";
          word += character;
          continue;
        }
        break;
      case ")":
        if (open === "") throw syntax(line, 'a ")" without "$("');
        if (open === "$(") open = "";
        break;
      case '"':
      case "'":
        if (open === character || open === "") {
          open = open === character ? "" : character;
          started = true;
          continue;
        }
        break;
      case ";":
      case "&":
      case "|":
      case "<":
      case ">":
        if (open === "") {
          // `cmd 2>file`: the number belongs to the redirection, which is not done.
          const redirected = character === ">" && /^[0-9]/.test(word);
          if (started && !redirected) words.push(word);
          return words;
        }
        break;
    }
    started = true;
    word += character;
  }
  if (escaped) throw syntax(line, "a backslash at the end");
  if (open !== "") throw syntax(line, `an open ${open}`);
  if (started) words.push(word);
  return words;
}

function syntax(line: string, actual: string): SlipwayError {
  return new SlipwayError("hook-syntax", `Cannot split the command "${line}" into words`, {
    expected: "closed quotes; commands run without a shell",
    actual,
    hint: "Quote the part, or run a shell yourself: sh -c '...'",
  });
}
