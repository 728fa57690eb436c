import { evaluateCondition } from "./condition.ts";

/** One statement of an assembly file as one target sees it: conditions decided, macros expanded. */
export interface AsmStatement {
  /** Where it stands in the file, from 1; that of the use for what came out of a macro. */
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
  readonly label?: string;
  /** Lower case for GNU's, upper case for Go's; with a leading dot for directives. Empty for a lone label. */
  readonly op: string;
  readonly args: readonly string[];
}

/** A file as one target sees it. */
export interface AsmSource {
  readonly statements: readonly AsmStatement[];
  /** Values of `#define NAME VALUE`, `.set` and `.equ`. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether something was too large or too deep and is missing. */
  readonly cut: boolean;
}

/** `go`: Go's own assembler. `gnu`: what a C compiler takes. */
export type AsmDialect = "go" | "gnu";

/** No file of assembly that a person wrote comes near these; a hostile one stops here. */
const LIMITS = { bytes: 4 << 20, statements: 200_000, depth: 12, macroText: 100_000 };

interface Macro {
  readonly params: readonly string[] | undefined;
  readonly body: string;
}

/**
 * Reads assembly. `defines` are the names that the target's tools define (`__APPLE__`, `GOOS_darwin`); conditions over
 * others take them as not defined, as the preprocessor does. Files that are included are not read.
 */
export function readAssembly(text: string, dialect: AsmDialect, defines: ReadonlyMap<string, string>): AsmSource {
  const cut = text.length > LIMITS.bytes;
  const macros = new Map<string, Macro>(
    [...defines].map(([name, value]) => [name, { params: undefined, body: value }]),
  );
  const values = new Map<string, string>();
  const statements: AsmStatement[] = [];
  const conditions: { live: boolean; taken: boolean; outer: boolean }[] = [];
  const isLive = (): boolean => conditions.every((each) => each.live);
  let truncated = cut;

  for (const { line, code, lineText } of logicalLines(text.slice(0, LIMITS.bytes), dialect)) {
    const directive = /^\s*#\s*(\w+)\b\s*(.*)$/s.exec(code);
    if (directive && PREPROCESSOR.has(directive[1]!)) {
      const [, word = "", rest = ""] = directive;
      if (word === "if" || word === "ifdef" || word === "ifndef") {
        const outer = isLive();
        const live = outer && conditionOf(word, rest, macros);
        conditions.push({ live, taken: live, outer });
      } else if (word === "elif" || word === "else") {
        const top = conditions.at(-1);
        if (top) {
          top.live = top.outer && !top.taken && (word === "else" || conditionOf("if", rest, macros));
          top.taken ||= top.live;
        }
      } else if (word === "endif") conditions.pop();
      else if (isLive() && word === "define") define(rest, macros, values);
      else if (isLive() && word === "undef") macros.delete(rest.trim());
      continue;
    }
    if (!isLive()) continue;
    const expanded = expand(code, macros, 0);
    for (const part of splitStatements(expanded.text)) {
      if (statements.length >= LIMITS.statements) {
        truncated = true;
        break;
      }
      const statement = parseStatement(part, dialect);
      if (statement === undefined) continue;
      if (/^\.(?:set|equ|equiv)$/.test(statement.op) && statement.args.length === 2) {
        values.set(statement.args[0]!, statement.args[1]!);
      }
      const column = Math.max(1, lineText.search(/\S/) + 1);
      statements.push({ line, column, lineText, ...statement });
    }
    truncated ||= expanded.cut;
  }
  return { statements, values, cut: truncated };
}

const PREPROCESSOR = new Set(
  "if ifdef ifndef elif else endif define undef include error warning pragma line".split(" "),
);

interface LogicalLine {
  readonly line: number;
  readonly code: string;
  readonly lineText: string;
}

/** Lines without comments; those that end in a backslash are put together. */
function* logicalLines(text: string, dialect: AsmDialect): Generator<LogicalLine> {
  const plain = withoutComments(text, dialect).split("\n");
  const lines = text.split("\n");
  for (let index = 0; index < plain.length; index++) {
    const start = index;
    let code = plain[index]!.replace(/\r$/, "");
    while (code.endsWith("\\") && index + 1 < plain.length && code.length < LIMITS.macroText) {
      index += 1;
      code = `${code.slice(0, -1)} ; ${plain[index]!.replace(/\r$/, "")}`;
    }
    yield { line: start + 1, code, lineText: (lines[start] ?? "").replace(/\r$/, "") };
  }
}

/** The same lines, with comments blanked out. Text in quotes stays. */
function withoutComments(text: string, dialect: AsmDialect): string {
  const comments =
    dialect === "go"
      ? /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/g
      : /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|^[ \t]*#(?![ \t]*(?:if|ifdef|ifndef|elif|else|endif|define|undef|include)\b)[^\n]*/gm;
  return text.replaceAll(comments, (found) => (found.startsWith('"') ? found : found.replaceAll(/[^\n]/g, " ")));
}

function conditionOf(word: string, rest: string, macros: ReadonlyMap<string, Macro>): boolean {
  const defined = (name: string): boolean => macros.has(name);
  if (word === "ifdef") return defined(rest.trim().split(/\s/)[0] ?? "");
  if (word === "ifndef") return !defined(rest.trim().split(/\s/)[0] ?? "");
  return evaluateCondition(rest, { defined, value: (name) => macros.get(name)?.body });
}

function define(rest: string, macros: Map<string, Macro>, values: Map<string, string>): void {
  const match = /^(\w+)(\(([^()]*)\))?\s*(.*)$/s.exec(rest.trim());
  if (!match) return;
  const [, name = "", list, params = "", body = ""] = match;
  macros.set(name, {
    params: list === undefined ? undefined : params.split(",").map((param) => param.trim()),
    body: body.slice(0, LIMITS.macroText),
  });
  if (list === undefined) values.set(name, body.trim());
}

/** Puts macros' bodies in their places, `##` and all. */
function expand(
  code: string,
  macros: ReadonlyMap<string, Macro>,
  depth: number,
): { readonly text: string; readonly cut: boolean } {
  if (depth >= LIMITS.depth || code.length > LIMITS.macroText) return { text: code, cut: true };
  let changed = false;
  let text = "";
  let at = 0;
  for (const match of code.matchAll(/"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*/g)) {
    if (match.index < at) continue;
    const macro = macros.get(match[0]);
    // Constants stay names: what they stand for is looked up where a number is wanted.
    if (macro === undefined || /^[\s\d]*$/.test(macro.body)) continue;
    let end = match.index + match[0].length;
    let body = macro.body;
    if (macro.params !== undefined) {
      const args = argumentsAt(code, end);
      if (args === undefined) continue;
      end = args.end;
      body = withArguments(body, macro.params, args.list);
    } else if (body === match[0]) continue;
    text += code.slice(at, match.index) + body;
    at = end;
    changed = true;
    if (text.length > LIMITS.macroText) return { text, cut: true };
  }
  text += code.slice(at);
  return changed ? expand(text, macros, depth + 1) : { text, cut: false };
}

function argumentsAt(
  code: string,
  from: number,
): { readonly list: readonly string[]; readonly end: number } | undefined {
  const open = /^\s*\(/.exec(code.slice(from, from + 20));
  if (!open) return undefined;
  let depth = 0;
  let start = from + open[0].length;
  const list: string[] = [];
  for (let index = start - 1; index < code.length; index++) {
    const mark = code[index];
    if (mark === "(") depth += 1;
    else if (mark === ")") {
      depth -= 1;
      if (depth === 0) {
        list.push(code.slice(start, index).trim());
        return { list, end: index + 1 };
      }
    } else if (mark === "," && depth === 1) {
      list.push(code.slice(start, index).trim());
      start = index + 1;
    }
  }
  return undefined;
}

function withArguments(body: string, params: readonly string[], args: readonly string[]): string {
  // What is pasted with ## is put together after the arguments are in.
  const parts = body.replaceAll(/\s*##\s*/g, PASTE);
  const filled = parts.replaceAll(/(?<![\w$])#?[A-Za-z_]\w*/g, (word) => {
    const index = params.indexOf(word.replace(/^#/, ""));
    return index < 0 ? word : (args[index] ?? "");
  });
  return filled.replaceAll(PASTE, "");
}

const PASTE = "\u0001";

function splitStatements(code: string): string[] {
  return code.includes('"') ? [code] : code.split(";");
}

function parseStatement(text: string, dialect: AsmDialect): Pick<AsmStatement, "label" | "op" | "args"> | undefined {
  let rest = text.trim();
  if (rest === "") return undefined;
  const label = /^([\w.$·∕]+):\s*/.exec(rest);
  if (label) rest = rest.slice(label[0].length);
  const [, word = "", operands = ""] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
  const op = dialect === "go" ? word.toUpperCase() : word.toLowerCase();
  return { ...(label ? { label: label[1]! } : {}), op, args: splitOperands(operands) };
}

/** Operands: cut at commas outside of brackets. */
function splitOperands(text: string): string[] {
  if (text.trim() === "") return [];
  const list: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const mark = text[index]!;
    if ("([{".includes(mark)) depth += 1;
    else if (")]}".includes(mark)) depth -= 1;
    else if (mark === "," && depth === 0) {
      list.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  list.push(text.slice(start).trim());
  return list;
}
