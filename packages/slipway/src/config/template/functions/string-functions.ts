import { escapeUrl } from "../execute/escape.ts";
import { fromBytes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { bool, string, strings } from "../value/value.ts";
import type { GoFunction } from "../value/value.ts";
import { ofStrings } from "./function.ts";
import { titleCase } from "./title-case.ts";

/** Go's `unicode.ToLower` for each character: one for one, whatever stands around it. */
function mapCase(bytes: ByteString, change: (char: string) => string): ByteString {
  return toBytes(
    Array.from(fromBytes(bytes), (char) => {
      const changed = change(char);
      return Array.from(changed).length === 1 ? changed : char;
    }).join(""),
  );
}

function trimSpace(bytes: ByteString): ByteString {
  return toBytes(fromBytes(bytes).replace(/^[\t-\r \u0085\u00a0\p{Z}]+|[\t-\r \u0085\u00a0\p{Z}]+$/gu, ""));
}

/** Go's `strings.Split`; an empty separator splits into characters. */
function split(bytes: ByteString, separator: ByteString): ByteString[] {
  return separator === "" ? Array.from(fromBytes(bytes), toBytes) : bytes.split(separator);
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
