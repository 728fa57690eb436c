/** Splits a CC value the way Go does (`cmd/internal/quoted`): a quote opens a word only where one begins, and nothing is escaped. */
export function splitQuoted(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|([^\s]+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
}

/** Words as one CC value that `splitQuoted` and Go take apart again. */
export function joinQuoted(words: readonly string[]): string {
  return words.map(quote).join(" ");
}

/** A word with both kinds of quotes and spaces is none that Go could take; it stays as it is. */
function quote(word: string): string {
  if (word !== "" && !/\s|^["']/u.test(word)) return word;
  return word.includes("'") ? `"${word}"` : `'${word}'`;
}
