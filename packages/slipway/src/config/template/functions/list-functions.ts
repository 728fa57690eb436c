import type { ByteString } from "../text/byte-string.ts";
import { bool, GoError, string, stringMap, strings } from "../value/value.ts";
import type { GoFunction, Maybe } from "../value/value.ts";
import { text, texts } from "./function.ts";
import { STRING_FUNCTIONS } from "./string-functions.ts";

/** `a`, `a and b`, `a, b, and c`; blank items are left out. */
function englishJoin(items: readonly ByteString[]): ByteString {
  const kept = items.filter((item) => text(STRING_FUNCTIONS["trim"]?.run(string(item))) !== "");
  const last = kept.at(-1) ?? "";
  const before = kept.slice(0, -1).join(", ");
  return kept.length < 2 ? last : `${before}${kept.length > 2 ? "," : ""} and ${last}`;
}

function makeMap(...values: Maybe[]): Maybe {
  const words = values.map(text);
  if (words.length % 2 !== 0) {
    throw new GoError(`map expects even number of arguments, got ${words.length}`);
  }
  return stringMap(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? ""] as const] : [])));
}

function indexOrDefault(map: Maybe, name: Maybe, value: Maybe): Maybe {
  const found = map?.kind === "map" ? map.entries.get(text(name)) : undefined;
  return found ?? value;
}

/** Lists and maps of strings; `in` is of the paid edition. */
export const LIST_FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  list: { parameters: [], variadic: "string", run: (...values) => strings(values.map(text)) },
  englishJoin: { parameters: ["[]string"], run: (items) => string(englishJoin(texts(items))) },
  map: { parameters: [], variadic: "string", run: makeMap },
  indexOrDefault: { parameters: ["map[string]string", "string", "string"], run: indexOrDefault },
  in: { parameters: ["[]string", "string"], run: (items, item) => bool(texts(items).includes(text(item))) },
};
