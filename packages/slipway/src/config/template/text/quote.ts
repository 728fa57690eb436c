import { decodeRune, encodeRune, RUNE_ERROR } from "./byte-string.ts";
import type { ByteString } from "./byte-string.ts";
import { isPrint } from "./unicode.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\\": "\\\\",
};
const UNESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, "0");
}

function quoteRune(code: number, quote: string, asciiOnly: boolean): ByteString {
  const char = encodeRune(code);
  if (char === quote) {
    return `\\${quote}`;
  }
  const escape = ESCAPES[char];
  if (escape !== undefined) {
    return escape;
  }
  if (asciiOnly ? code < 0x7f && code >= 0x20 : isPrint(code)) {
    return char;
  }
  if (code < 0x20 || code === 0x7f) {
    return `\\x${hex(code, 2)}`;
  }
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** Go's `strconv.Quote`, or `QuoteToASCII`. */
export function quote(bytes: ByteString, asciiOnly = false): ByteString {
  let text = '"';
  for (let i = 0; i < bytes.length;) {
    const { code, size } = decodeRune(bytes, i);
    text += code === RUNE_ERROR && size === 1 ? `\\x${hex(bytes.charCodeAt(i), 2)}` : quoteRune(code, '"', asciiOnly);
    i += size;
  }
  return `${text}"`;
}

/** Go's `strconv.QuoteRune`, or `QuoteRuneToASCII`. What is no character is shown as U+FFFD. */
export function quoteChar(code: number, asciiOnly = false): ByteString {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return `'${quoteRune(valid ? code : RUNE_ERROR, "'", asciiOnly)}'`;
}

/** Whether a string can stand between back quotes: one line, no control characters but tab, valid UTF-8. */
export function canBackquote(bytes: ByteString): boolean {
  for (let i = 0; i < bytes.length;) {
    const { code, size } = decodeRune(bytes, i);
    if (
      (code === RUNE_ERROR && size === 1) ||
      code === 0xfeff ||
      code === 0x60 ||
      code === 0x7f ||
      (code < 0x20 && code !== 9)
    ) {
      return false;
    }
    i += size;
  }
  return true;
}

/** One character of a quoted literal, and where the next one starts. */
interface Unquoted {
  readonly bytes: ByteString;
  readonly code: number;
  readonly next: number;
}

/** Reads one character or escape of a literal in `quote` marks; `undefined` when it is not well-formed. */
export function unquoteChar(bytes: ByteString, at: number, quoteMark: string): Unquoted | undefined {
  const first = bytes[at];
  if (first === undefined || first === quoteMark || first === "\n") {
    return undefined;
  }
  if (first !== "\\") {
    const { code, size } = decodeRune(bytes, at);
    return { bytes: bytes.slice(at, at + size), code, next: at + size };
  }
  const kind = bytes[at + 1] ?? "";
  const simple = UNESCAPES[kind] ?? (kind === quoteMark ? kind : undefined);
  if (simple !== undefined) {
    return { bytes: simple, code: simple.charCodeAt(0), next: at + 2 };
  }
  const width = kind === "x" ? 2 : kind === "u" ? 4 : kind === "U" ? 8 : 0;
  if (width > 0) {
    const digits = bytes.slice(at + 2, at + 2 + width);
    if (digits.length < width || !/^[0-9a-fA-F]+$/.test(digits)) {
      return undefined;
    }
    const code = Number.parseInt(digits, 16);
    if (kind === "x") {
      return { bytes: String.fromCharCode(code), code, next: at + 4 };
    }
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
      ? undefined
      : { bytes: encodeRune(code), code, next: at + 2 + width };
  }
  const octal = bytes.slice(at + 1, at + 4);
  if (/^[0-7]{3}$/.test(octal) && Number.parseInt(octal, 8) < 256) {
    const code = Number.parseInt(octal, 8);
    return { bytes: String.fromCharCode(code), code, next: at + 4 };
  }
  return undefined;
}

/** Go's `strconv.Unquote` for double-quoted and back-quoted literals; `undefined` when it is not well-formed. */
export function unquote(literal: ByteString): ByteString | undefined {
  if (literal.startsWith("`")) {
    return literal.slice(1, -1).replaceAll("\r", "");
  }
  let text = "";
  let at = 1;
  while (at < literal.length - 1) {
    const char = unquoteChar(literal, at, '"');
    if (char === undefined || char.next > literal.length - 1) {
      return undefined;
    }
    text += char.bytes;
    at = char.next;
  }
  return text;
}
