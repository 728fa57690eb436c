import { fromBytes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";

const cased = /^\p{Cased}$/u;
const ignorable = /^\p{Case_Ignorable}$/u;
/** Word_Break of ALetter, Numeric, ExtendNumLet, Extend, Format, ZWJ, MidLetter, MidNumLet and Single_Quote, approximately as x/text has it. */
const joins =
  /^[\p{Alphabetic}\p{M}\p{Nd}\p{Cf}\p{Pc}\p{Sk}\p{Lm}'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]$/u;
const middle = /^['.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a]$/u;
/** Scripts without spaces between words, where each character is a break. */
const breaks =
  /^[\p{Ideographic}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const TITLES: Readonly<Record<string, string>> = { "\u1fb3": "\u1fbc", "\u1fc3": "\u1fcc", "\u1ff3": "\u1ffc" };
const DIGRAPHS: Readonly<Record<string, string>> = { Ǆ: "ǅ", Ǉ: "ǈ", Ǌ: "ǋ", Ǳ: "ǲ" };

/** The title form of one character: Unicode's, where it is not the upper case (digraphs, Greek with iota, Georgian). */
function titleChar(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x10d0 && code <= 0x10ff) {
    return char;
  }
  if (code >= 0x1f80 && code <= 0x1faf) {
    return String.fromCodePoint(code | 8);
  }
  const upper = Array.from(char.toUpperCase());
  const first = upper.findIndex((each) => cased.test(each));
  const [head, tail] = [upper.slice(0, first + 1), upper.slice(first + 1)];
  return TITLES[char] ?? head.map((each) => DIGRAPHS[each] ?? each).join("") + tail.join("").toLowerCase();
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
      const next = chars.slice(index + 1).find((each) => !ignorable.test(each));
      const last = next === undefined || !cased.test(next);
      title += !inWord ? titleChar(char) : char === "\u03a3" && last ? "\u03c2" : char.toLowerCase();
      inWord = true;
    } else {
      title += char;
      inWord &&= joins.test(char) && !breaks.test(char);
    }
    afterMiddle = isMiddle;
  }
  return toBytes(title);
}
