import { SlipwayError } from "../../errors.ts";

/**
 * Splits a command line into words the way GoReleaser does (go-shellwords v1.0.13), so that a hook means the same here:
 * quotes join, a backslash takes the next character as it is (`\n` and `\t` become the control character), text in
 * backticks or `$(...)` stays one word, and an unquoted `;`, `&`, `|`, `<` or `>` ends the command. There is no shell, so
 * neither variables nor globs nor commands are filled in.
 *
 * @throws SlipwayError `hook-syntax` for open quotes and parentheses
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word = "";
  let started = false;
  let escaped = false;
  // Four states that can be open at once: a single quote inside backticks counts.
  let [single, double, backtick, substitution] = [false, false, false, false];

  for (const character of line) {
    const quoted = single || double || backtick || substitution;
    if (escaped) {
      word += character === "n" ? "\n" : character === "t" ? "\t" : character;
      escaped = false;
      started = true;
    } else if (character === "\\") {
      if (single) word += character;
      else escaped = true;
    } else if (" \t\r\n".includes(character)) {
      if (quoted) word += character;
      else if (started) {
        words.push(word);
        word = "";
        started = false;
      }
    } else if (character === '"' && !single && !substitution) {
      double = !double;
      started = true;
    } else if (character === "'" && !double && !substitution) {
      single = !single;
      started = true;
    } else if (";&|<>".includes(character) && !quoted) {
      // `cmd 2>file`: the number belongs to the redirection, which is not done.
      if (started && !(character === ">" && /^[0-9]/.test(word))) words.push(word);
      return words;
    } else {
      if (character === "`" && !single && !double && !substitution) backtick = !backtick;
      if (character === ")" && !single && !double && !backtick) substitution = !substitution;
      if (character === "(" && !single && !double && !backtick) {
        if (substitution || !word.endsWith("$")) throw syntax(line, 'a "(" outside quotes');
        substitution = true;
      }
      word += character;
      started = true;
    }
  }
  if (escaped) throw syntax(line, "a backslash at the end");
  if (single || double || backtick || substitution) throw syntax(line, "an open quote or parenthesis");
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
