import {
  Composer,
  type CST,
  Parser,
  type YAMLParseError,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
} from "yaml";
import { SlipwayError } from "../../errors.ts";
import { YamlText } from "./yaml-text.ts";

/** Longest file that is read, in UTF-16 units. The largest real ones have some 50,000. */
export const MAX_CONFIG_LENGTH = 1 << 19;

/** Deepest nesting that is read; the language itself needs less than 20. Deeper input would exhaust the call stack. */
export const MAX_CONFIG_DEPTH = 100;

/** A document that was read, with what its aliases stand for. */
export interface YamlFile {
  readonly text: YamlText;
  readonly root: Node | null;
  readonly targets: ReadonlyMap<Alias, Node>;
  /** Where a second document begins, if there is one. */
  readonly secondDocument?: number;
}

/** What is wrong, by the codes of the `yaml` package; `undefined` where its own words say it well. */
const WORDS: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: "This escape is not known in double quotes; use single quotes to keep a backslash",
  BAD_INDENT: "This line is not indented like those around it",
  BAD_SCALAR_START: "Text cannot begin with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "A key and its section cannot begin on the line of another key",
  MULTILINE_IMPLICIT_KEY: "A key must end with a colon on its own line",
  TAB_AS_INDENT: "A tab cannot indent; use spaces",
};

/**
 * Reads YAML without giving it any meaning yet.
 *
 * @throws {SlipwayError} `config-syntax`, with all syntax errors of the file.
 */
export function parseYaml(file: string, source: string): YamlFile {
  const text = new YamlText(file, source);
  if (source.length > MAX_CONFIG_LENGTH) {
    throw new SlipwayError("config-syntax", `Config file "${file}" is too large`, {
      where: { file },
      expected: `at most ${MAX_CONFIG_LENGTH} characters`,
      actual: `${source.length} characters`,
    });
  }
  const tokens = [...new Parser(text.lines.addNewLine).parse(source)];
  refuseDeep(text, tokens);
  // Repeated keys are found by the reader of values: the library's own check takes quadratic time.
  const documents = [
    ...new Composer({ prettyErrors: false, strict: true, uniqueKeys: false, logLevel: "silent" }).compose(
      tokens,
      true,
      source.length,
    ),
  ];
  const [document, second] = documents;
  const errors = document?.errors ?? [];
  if (errors.length > 0) throw syntaxError(text, errors);
  return {
    text,
    root: (document?.contents as Node | null | undefined) ?? null,
    targets: document === undefined ? new Map() : aliasTargets(text, document),
    ...(second === undefined ? {} : { secondDocument: second.range[0] }),
  };
}

function refuseDeep(text: YamlText, tokens: readonly CST.Token[]): void {
  const stack: [CST.Token, number][] = tokens.map((token) => [token, 0]);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [token, depth] = next;
    if (depth > MAX_CONFIG_DEPTH) {
      throw new SlipwayError("config-syntax", "Sections are nested too deeply", {
        where: text.place("offset" in token ? token.offset : 0),
        expected: `at most ${MAX_CONFIG_DEPTH} levels`,
      });
    }
    if (token.type === "document" && token.value) stack.push([token.value, depth + 1]);
    if (!("items" in token)) continue;
    for (const item of token.items) {
      if (item.key) stack.push([item.key, depth + 1]);
      if (item.value) stack.push([item.value, depth + 1]);
    }
  }
}

function syntaxError(text: YamlText, errors: readonly YAMLParseError[]): SlipwayError {
  const [first, ...others] = errors.slice(0, 20).map((error) => {
    const words = wordsOf(error);
    return new SlipwayError("config-syntax", words, { where: text.place(...error.pos) });
  });
  if (first === undefined) throw new Error("Internal error: no syntax error to report");
  return others.length === 0 ? first : new SlipwayError(first.code, first.message, { ...first.details, others });
}

function wordsOf({ code, message }: YAMLParseError): string {
  if (code === "BAD_INDENT" && message.startsWith("Flow")) return "A bracket before this line is not closed";
  if (code === "MISSING_CHAR" && message.startsWith("Missing closing")) return "A quote is not closed";
  return WORDS[code] ?? `Cannot read this YAML: ${plainWords(message)}`;
}

/** The library's words in our form: one line, without its place and without a full stop. */
function plainWords(message: string): string {
  const line = (message.split("\n", 1)[0] ?? "").slice(0, 120);
  return line.charAt(0).toLowerCase() + line.slice(1).replace(/[.:]$/u, "");
}

/** What every alias stands for: the node with its anchor that came last before it. */
function aliasTargets(text: YamlText, document: Document.Parsed): Map<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const walk = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target === undefined) {
        throw new SlipwayError("config-syntax", `Alias "*${node.source}" has no anchor "&${node.source}" before it`, {
          where: text.place(node.range?.[0] ?? 0, node.range?.[1]),
          ...hintOf([...anchors.keys()]),
        });
      }
      targets.set(node, target);
    } else if (isPair(node)) {
      walk(node.key);
      walk(node.value);
    } else if (isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      for (const item of node.items) walk(item);
    } else if (isScalar(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
  };
  walk(document.contents);
  return targets;
}

function hintOf(names: readonly string[]): { hint?: string } {
  return names.length === 0
    ? {}
    : {
        hint: `Anchors before it: ${names
          .slice(0, 10)
          .map((name) => `&${name}`)
          .join(", ")}`,
      };
}
