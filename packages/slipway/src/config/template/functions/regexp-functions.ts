import { GoRegexp } from "../regexp/go-regexp.ts";
import { RegexpFault } from "../regexp/node.ts";
import { fromBytes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { GoError, string, strings } from "../value/value.ts";
import type { GoFunction } from "../value/value.ts";
import { ofStrings, text, texts } from "./function.ts";

function compile(source: ByteString, options: { readonly posix?: boolean } = {}): GoRegexp {
  try {
    return new GoRegexp(fromBytes(source), options);
  } catch (error) {
    throw error instanceof RegexpFault ? new GoError(toBytes(error.message)) : error;
  }
}

/** Keeps the lines that match (`grep -E`), or those that do not. */
function filter(keep: boolean): GoFunction {
  return ofStrings(2, (content = "", source = "") => {
    const expression = compile(source, { posix: true });
    const lines = content.split("\n").filter((line) => expression.matches(line) === keep);
    return string(lines.join("\n"));
  });
}

/** Functions of regular expressions; `reReplaceAll` and `listExclude` are of the paid edition. */
export const REGEXP_FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  filter: filter(true),
  reverseFilter: filter(false),
  reReplaceAll: ofStrings(3, (source = "", content = "", by = "") => string(compile(source).replaceAll(content, by))),
  listExclude: {
    parameters: ["string", "[]string"],
    run(source, items) {
      const expression = compile(text(source));
      return strings(texts(items).filter((item) => !expression.matches(item)));
    },
  },
};
