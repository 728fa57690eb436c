import { GoRegexp } from "../../config/template/regexp/go-regexp.ts";
import { toBytes } from "../../config/template/text/byte-string.ts";

const VERSION = /^v?\d+(?:\.\d+)+(?:[-+][\w.+-]*)?$/u;

/**
 * Whether a program printed what it must: a text as it stands, or a pattern of Go's. A version is a text alone, and
 * must stand by itself: `1.2.0` is not in `11.2.0` nor in `1.2.01`.
 */
export function saysOutput(printed: string, wanted: string): boolean {
  if (!VERSION.test(wanted)) return printed.includes(wanted) || new GoRegexp(wanted).matches(toBytes(printed));
  for (let at = printed.indexOf(wanted); at >= 0; at = printed.indexOf(wanted, at + 1)) {
    const before = printed.slice(0, at);
    const after = printed.slice(at + wanted.length);
    if (!/\d\.?$/u.test(before) && !/^\.?\d/u.test(after)) return true;
  }
  return false;
}
