const letter = /^\p{L}$/u;
const digit = /^\p{Nd}$/u;
const printable = /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]$/u;

function matches(pattern: RegExp, code: number): boolean {
  return code >= 0 && code <= 0x10ffff && pattern.test(String.fromCodePoint(code));
}

/** Go's `unicode.IsLetter`. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code > 0x7f && matches(letter, code));
}

/** Go's `unicode.IsDigit`. */
export function isDigit(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code > 0x7f && matches(digit, code));
}

/** Go's `strconv.IsPrint` and `unicode.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrint(code: number): boolean {
  return code < 0x7f ? code >= 0x20 : matches(printable, code);
}
