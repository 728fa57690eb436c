import type { Matcher } from "./node.ts";

/** A range of code points, or a piece of a JavaScript class such as `\p{Greek}`. */
export type ClassItem = readonly [number, number] | string;

const MAX_CODE = 0x10ffff;

function range(from: string, to = from): readonly [number, number] {
  return [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
}

const DIGIT = [range("0", "9")];
const WORD = [range("0", "9"), range("A", "Z"), range("_"), range("a", "z")];
const SPACE = [range("\t", "\n"), range("\f", "\r"), range(" ")];

/** `\d`, `\s` and `\w`, ASCII only; `\s` has no vertical tab. */
export const PERL_CLASSES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  d: DIGIT,
  s: SPACE,
  w: WORD,
};

/** `[:alpha:]` and the like, ASCII only. */
export const POSIX_CLASSES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alnum: [range("0", "9"), range("A", "Z"), range("a", "z")],
  alpha: [range("A", "Z"), range("a", "z")],
  ascii: [[0, 0x7f]],
  blank: [range("\t"), range(" ")],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [range("!", "~")],
  lower: [range("a", "z")],
  print: [range(" ", "~")],
  punct: [range("!", "/"), range(":", "@"), range("[", "`"), range("{", "~")],
  space: [range("\t", "\r"), range(" ")],
  upper: [range("A", "Z")],
  word: WORD,
  xdigit: [range("0", "9"), range("A", "F"), range("a", "f")],
};

/** Everything that sorted ranges leave out. */
export function complement(ranges: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const rest: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) {
      rest.push([next, from - 1]);
    }
    next = to + 1;
  }
  return next <= MAX_CODE ? [...rest, [next, MAX_CODE]] : rest;
}

/** The JavaScript class of a Unicode script or category by Go's name; `undefined` for an unknown one. */
export function unicodeClass(name: string, negated: boolean): string | undefined {
  if (name === "Any") {
    return negated ? "" : "\\u{0}-\\u{10ffff}";
  }
  for (const property of [`Script=${name}`, `General_Category=${name}`]) {
    const source = `\\${negated ? "P" : "p"}{${property}}`;
    try {
      RegExp(source, "u");
      return source;
    } catch {
      // Not a property of this kind.
    }
  }
  return undefined;
}

/** Builds the matcher of a class. `fold` ignores case by simple folding, as Go and JavaScript's `iu` both do. */
export function classMatcher(
  items: readonly ClassItem[],
  options: { readonly negated?: boolean; readonly fold?: boolean } = {},
): Matcher {
  const source = items
    .map((item) => (typeof item === "string" ? item : `\\u{${item[0].toString(16)}}-\\u{${item[1].toString(16)}}`))
    .join("");
  const positive = new RegExp(`^[${source}]$`, options.fold === true ? "iu" : "u");
  const negated = options.negated === true;
  const known = new Map<number, boolean>();
  return (code) => {
    const cached = known.get(code);
    if (cached !== undefined) {
      return cached;
    }
    const matches = positive.test(String.fromCodePoint(code)) !== negated;
    known.set(code, matches);
    return matches;
  };
}
