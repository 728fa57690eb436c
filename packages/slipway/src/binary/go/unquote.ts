const SIMPLE: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/**
 * Cuts a Go string literal, quoted with `"` or a backquote, off the front of `text` (The Go Programming Language
 * Specification, "String literals").
 *
 * Returns its value and the length of the literal, or `undefined` when it is ill-formed.
 */
export function unquotePrefix(text: string): { readonly value: string; readonly length: number } | undefined {
  if (text.startsWith("`")) {
    const end = text.indexOf("`", 1);
    return end < 0 ? undefined : { value: text.slice(1, end).replaceAll("\r", ""), length: end + 1 };
  }
  if (!text.startsWith('"')) return undefined;
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let at = 1; at < text.length;) {
    const unit = text[at]!;
    if (unit === '"') return { value: new TextDecoder().decode(new Uint8Array(bytes)), length: at + 1 };
    if (unit === "\n") return undefined;
    if (unit !== "\\") {
      const point = String.fromCodePoint(text.codePointAt(at)!);
      bytes.push(...encoder.encode(point));
      at += point.length;
      continue;
    }
    const escape = /^\\(?:([abfnrtv\\"'])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/.exec(
      text.slice(at, at + 10),
    );
    if (escape === null) return undefined;
    const [whole, simple, hex, short, long, octal] = escape;
    if (simple !== undefined) bytes.push(SIMPLE[simple]!.charCodeAt(0));
    else if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff);
    else {
      const point = Number.parseInt(short ?? long ?? "", 16);
      if (point > 0x10ffff) return undefined;
      bytes.push(...encoder.encode(String.fromCodePoint(point)));
    }
    at += whole.length;
  }
  return undefined;
}
