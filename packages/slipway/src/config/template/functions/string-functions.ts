import { escapeUrl } from "../execute/escape.ts";
import { fromBytes, splitRunes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { bool, string, strings } from "../value/value.ts";
import type { GoFunction } from "../value/value.ts";
import { ofStrings } from "./function.ts";
import { titleCase } from "./title-case.ts";

/** Go's `unicode.ToLower` or `ToUpper` for each character: one for one, whatever stands around it. */
function mapCase(bytes: ByteString, change: (char: string) => string): ByteString {
  return splitRunes(bytes)
    .map((rune) => {
      const char = fromBytes(rune);
      const changed = change(char);
      return toBytes(Array.from(changed).length === 1 ? changed : char);
    })
    .join("");
}

const SPACE = /^[\t-\r \u0085\u00a0\p{Z}]$/u;

function trimSpace(bytes: ByteString): ByteString {
  const runes = splitRunes(bytes);
  const first = runes.findIndex((rune) => !SPACE.test(fromBytes(rune)));
  const last = runes.findLastIndex((rune) => !SPACE.test(fromBytes(rune)));
  return runes.slice(first === -1 ? runes.length : first, last + 1).join("");
}

/** Go's `strings.Split`; an empty separator splits into characters. */
function split(bytes: ByteString, separator: ByteString): ByteString[] {
  return separator === "" ? splitRunes(bytes) : bytes.split(separator);
}

/** Go's `strings.ReplaceAll`; an empty `old` matches around each character. */
function replaceAll(bytes: ByteString, old: ByteString, by: ByteString): ByteString {
  return old === "" ? [by, ...split(bytes, "").map((char) => char + by)].join("") : bytes.split(old).join(by);
}

/** Text functions of GoReleaser 2.16.0 (`internal/tmpl/tmpl.go`), most of them Go's `strings` by another name. */
export const STRING_FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  replace: ofStrings(3, (bytes = "", old = "", by = "") => string(replaceAll(bytes, old, by))),
  split: ofStrings(2, (bytes = "", separator = "") => strings(split(bytes, separator))),
  contains: ofStrings(2, (bytes = "", part = "") => bool(bytes.includes(part))),
  tolower: ofStrings(1, (bytes = "") =>
    string(mapCase(bytes, (char) => (char === "\u0130" ? "i" : char.toLowerCase()))),
  ),
  toupper: ofStrings(1, (bytes = "") => string(mapCase(bytes, (char) => char.toUpperCase()))),
  trim: ofStrings(1, (bytes = "") => string(trimSpace(bytes))),
  trimprefix: ofStrings(2, (bytes = "", prefix = "") =>
    string(bytes.startsWith(prefix) ? bytes.slice(prefix.length) : bytes),
  ),
  trimsuffix: ofStrings(2, (bytes = "", suffix = "") =>
    string(bytes.endsWith(suffix) ? bytes.slice(0, bytes.length - suffix.length) : bytes),
  ),
  title: ofStrings(1, (bytes = "") => string(titleCase(bytes))),
  mdv2escape: ofStrings(1, (bytes = "") => string(bytes.replace(/[_*[\]()~`>#+\-=|{}.!]/g, "\\$&"))),
  urlPathEscape: ofStrings(1, (bytes = "") => string(escapeUrl(bytes, "path"))),
};
