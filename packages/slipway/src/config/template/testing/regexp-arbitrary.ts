import * as fc from "fast-check";

const PIECES = [
  "a",
  "b",
  "ab",
  ".",
  "^",
  "$",
  "\\\\b",
  "\\\\d",
  "\\\\w",
  "\\\\s",
  "[ab]",
  "[^a]",
  "[[:alpha:]]",
  "[a-c1]",
  "(a|b)",
  "(ab|a)(b?)",
  "(a*)",
  "(a*)*",
  "(|a)+",
  "(?i)B",
  "(?:a|)",
  "\\\\.",
  "é",
  "*",
  "+",
  "?",
  "*?",
  "+?",
  "??",
  "{2}",
  "{1,2}",
  "{0,1}?",
  "(",
  ")",
  "|",
  "[",
  "]",
  "\\\\pL",
  "\\\\PL",
  "(?s).",
  "(?m)^",
  "(?m)$",
  "\\\\Qa.\\\\E",
  "1",
  "-",
  "{",
  "}",
  "x**",
];

/** Templates that replace or filter by an expression, most of them right. */
export const regexpArbitrary: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("reReplaceAll", "reReplaceAll", "filter"),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }),
    fc.array(fc.constantFrom("a", "b", "ab", "aab", "1", " ", "\\n", "é", "B", ".", "-"), { maxLength: 8 }),
    fc.constantFrom("x", "[$1]", "<$0>", "${2}-$1", ""),
  )
  .map(([name, pieces, texts, by]) => {
    const [expression, text] = [pieces.join(""), texts.join("")];
    return name === "filter"
      ? `{{filter "${text}" "${expression}"}}`
      : `{{reReplaceAll "${expression}" "${text}" "${by}"}}`;
  });
