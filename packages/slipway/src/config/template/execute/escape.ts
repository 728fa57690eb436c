import { decodeRune } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { isPrint } from "../text/unicode.ts";

const HTML: Readonly<Record<string, string>> = {
  "\0": "\xef\xbf\xbd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};
const SCRIPT: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

/** Go's `template.HTMLEscapeString`. */
export function escapeHtml(text: ByteString): ByteString {
  // eslint-disable-next-line no-control-regex -- NUL is one of the escaped characters
  return text.replace(/[\0"'&<>]/g, (char) => HTML[char] ?? char);
}

/** Go's `template.JSEscapeString`. */
export function escapeScript(text: ByteString): ByteString {
  let escaped = "";
  for (let i = 0; i < text.length;) {
    const { code, size } = decodeRune(text, i);
    const char = text.slice(i, i + size);
    if (code < 0x20) {
      escaped += `\\u00${code.toString(16).toUpperCase().padStart(2, "0")}`;
    } else if (code < 0x80) {
      escaped += SCRIPT[char] ?? char;
    } else {
      escaped += isPrint(code) ? char : `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
    }
    i += size;
  }
  return escaped;
}

/** Go's `url.QueryEscape`, or `url.PathEscape`. */
export function escapeUrl(text: ByteString, part: "query" | "path"): ByteString {
  const kept = part === "query" ? /[A-Za-z0-9\-_.~]/ : /[A-Za-z0-9\-_.~$&+=:@]/;
  return Array.from(text, (char) => {
    if (kept.test(char)) {
      return char;
    }
    return char === " " && part === "query"
      ? "+"
      : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("");
}
