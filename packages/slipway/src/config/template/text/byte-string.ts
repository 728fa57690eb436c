/**
 * A Go string: bytes, one per UTF-16 unit (0 to 255).
 *
 * Go's lengths, indexes, slices, order and error columns count bytes; holding a string this way makes all of
 * them plain string operations in JavaScript, and a string that was cut inside a character keeps its bytes.
 */
export type ByteString = string;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const ascii = /^[\0-\x7f]*$/;

/** The UTF-8 bytes of a JavaScript string. */
export function toBytes(text: string): ByteString {
  return ascii.test(text) ? text : bytesToString(encoder.encode(text));
}

/** The JavaScript string of UTF-8 bytes. A byte that is not UTF-8 becomes U+FFFD. */
export function fromBytes(bytes: ByteString): string {
  return ascii.test(bytes) ? bytes : decoder.decode(stringToBytes(bytes));
}

/** Packs an array of bytes into a byte string. */
export function bytesToString(bytes: Uint8Array): ByteString {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}

/** Unpacks a byte string into an array. */
export function stringToBytes(bytes: ByteString): Uint8Array {
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    array[i] = bytes.charCodeAt(i);
  }
  return array;
}

/** What Go decodes from bytes that are not UTF-8. */
export const RUNE_ERROR = 0xfffd;

/** A character and the number of bytes it takes. `size` is 0 at the end and 1 for a byte that is not UTF-8. */
export interface Rune {
  readonly code: number;
  readonly size: number;
}

/** Decodes the character at a byte offset as Go's `utf8.DecodeRuneInString` does: no overlong forms, no surrogates. */
export function decodeRune(bytes: ByteString, at: number): Rune {
  if (at >= bytes.length) {
    return { code: RUNE_ERROR, size: 0 };
  }
  const first = bytes.charCodeAt(at);
  if (first < 0x80) {
    return { code: first, size: 1 };
  }
  const size =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  let code = first & (0xff >> (size + 1));
  for (let i = 1; i < size; i++) {
    const next = at + i < bytes.length ? bytes.charCodeAt(at + i) : 0;
    if ((next & 0xc0) !== 0x80) {
      return { code: RUNE_ERROR, size: 1 };
    }
    code = (code << 6) | (next & 0x3f);
  }
  const tooShort = size === 3 ? code < 0x800 : size === 4 ? code < 0x10000 : false;
  if (size === 0 || tooShort || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    return { code: RUNE_ERROR, size: 1 };
  }
  return { code, size };
}

/** The UTF-8 bytes of a character. What is no character (a surrogate, too large) becomes U+FFFD. */
export function encodeRune(code: number): ByteString {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return toBytes(String.fromCodePoint(valid ? code : RUNE_ERROR));
}

/** The number of characters; a byte that is not UTF-8 counts as one. */
export function countRunes(bytes: ByteString): number {
  if (ascii.test(bytes)) {
    return bytes.length;
  }
  let count = 0;
  for (let i = 0; i < bytes.length; i += decodeRune(bytes, i).size) {
    count++;
  }
  return count;
}

/** The first `count` characters. */
export function firstRunes(bytes: ByteString, count: number): ByteString {
  let end = 0;
  for (let n = 0; n < count && end < bytes.length; n++) {
    end += decodeRune(bytes, end).size;
  }
  return bytes.slice(0, end);
}

/** The bytes of each character; a byte that is not UTF-8 stands alone. */
export function splitRunes(bytes: ByteString): ByteString[] {
  if (ascii.test(bytes)) {
    return bytes.split("");
  }
  const runes: ByteString[] = [];
  for (let i = 0; i < bytes.length;) {
    const { size } = decodeRune(bytes, i);
    runes.push(bytes.slice(i, i + size));
    i += size;
  }
  return runes;
}
