import { fromBytes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";

const cased = /^[\p{Lt}\p{Uppercase}\p{Lowercase}]$/u;
/** Word_Break of ALetter, Numeric, ExtendNumLet, Extend, Format, ZWJ, MidLetter, MidNumLet and Single_Quote, approximately as x/text has it. */
const joins =
  /^[\p{Alphabetic}\p{M}\p{Nd}\p{Cf}\p{Pc}\p{Sk}\p{Lm}'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]$/u;
const middle = /^['.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]$/u;
const ideographic = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;
const DIGRAPHS: Readonly<Record<string, string>> = { Ǆ: "ǅ", Ǉ: "ǈ", Ǌ: "ǋ", Ǳ: "ǲ" };

function titleChar(char: string): string {
  if (/^\p{Script=Georgian}$/u.test(char)) {
    return char;
  }
  const [first = "", ...rest] = Array.from(char.toUpperCase());
  return (DIGRAPHS[first] ?? first) + rest.join("").toLowerCase();
}

/** x/text's `cases.Title(language.English)`: the first cased letter of each word up, the others down. */
export function titleCase(bytes: ByteString): ByteString {
  const chars = Array.from(fromBytes(bytes));
  let title = "";
  let inWord = false;
  let afterMiddle = false;
  for (const [index, char] of chars.entries()) {
    const isMiddle = middle.test(char);
    if (afterMiddle && isMiddle) {
      inWord = false;
    }
    if (cased.test(char)) {
      const last = !/^\p{L}$/u.test(chars[index + 1] ?? "");
      title += !inWord ? titleChar(char) : char === "\u03a3" && last ? "\u03c2" : char.toLowerCase();
      inWord = true;
    } else {
      title += char;
      inWord &&= joins.test(char) && !ideographic.test(char);
    }
    afterMiddle = isMiddle;
  }
  return toBytes(title);
}
