import type { ByteString } from "../text/byte-string.ts";
import { quote, unquote } from "../text/quote.ts";
import { positionAt, TemplateFault } from "../template-fault.ts";
import { describeToken, Lexer } from "./lexer.ts";
import type { Token, TokenType } from "./lexer.ts";
import { nodeText } from "./node.ts";
import type { Command, ListNode, Node, Operand, Pipeline, Template, VariableNode } from "./node.ts";
import { NumberFault, parseChar, parseComplex, parseNumber } from "./number.ts";

/**
 * Nesting of parentheses and of control structures. Go allows 10,000 of the first and any number of the second; here they
 * share the stack of the program that reads a template it does not trust.
 */
const MAX_DEPTH = 300;

/** `{{end}}` and `{{else}}`, which end a body. */
interface Ending extends Token {
  readonly ending: "end" | "else";
}

/** What parsing needs beyond the text. */
export interface ParseOptions {
  readonly name: ByteString;
  /** Names of the functions that may be called, builtins included. */
  readonly functions: ReadonlySet<string>;
}

/**
 * Parses a template (`text/template/parse`).
 *
 * @throws {TemplateFault} With phase `syntax`.
 */
export function parse(text: ByteString, options: ParseOptions): Template {
  const shared: Shared = {
    parseName: options.name,
    text,
    functions: options.functions,
    lexer: new Lexer(text, options.functions),
    trees: new Map(),
    depth: 0,
  };
  new TreeParser(shared, options.name).parseTop();
  return { name: options.name, text, trees: shared.trees };
}

interface Shared {
  readonly parseName: ByteString;
  readonly text: ByteString;
  readonly functions: ReadonlySet<string>;
  readonly lexer: Lexer;
  readonly trees: Map<ByteString, ListNode>;
  depth: number;
}

/** Whether a body has nothing but space, so that another definition may replace it. */
function isEmpty(list: ListNode): boolean {
  return list.nodes.every((node) => node.type === "text" && /^[\s\x85\xa0]*$/.test(node.text));
}

/** Parses one template; each `define` and `block` gets its own, with its own variables. */
class TreeParser {
  readonly #shared: Shared;
  #name: ByteString;
  #variables: ByteString[] = ["$"];
  /** Tokens pushed back, the next one last. */
  readonly #ahead: Token[] = [];
  #last: Token | undefined;
  #ranges = 0;
  #actionLine = 0;

  constructor(shared: Shared, name: ByteString) {
    this.#shared = shared;
    this.#name = name;
  }

  #next(): Token {
    const token = this.#ahead.pop();
    if (token !== undefined) {
      return token;
    }
    this.#last = this.#shared.lexer.next();
    return this.#last;
  }

  #back(token: Token): void {
    this.#ahead.push(token);
  }

  #peek(): Token {
    const token = this.#next();
    this.#back(token);
    return token;
  }

  #nextNonSpace(): Token {
    let token = this.#next();
    while (token.type === "space") {
      token = this.#next();
    }
    return token;
  }

  #peekNonSpace(): Token {
    const token = this.#nextNonSpace();
    this.#back(token);
    return token;
  }

  #fail(fact: ByteString): never {
    const offset = this.#last?.offset ?? 0;
    throw new TemplateFault("syntax", fact, { ...positionAt(this.#shared.text, offset), line: this.#last?.line ?? 0 });
  }

  #unexpected(token: Token, context: string): never {
    if (token.type !== "error") {
      this.#fail(`unexpected ${describeToken(token)} in ${context}`);
    }
    let started = "";
    if (this.#actionLine !== 0 && this.#actionLine !== token.line) {
      started = `${token.value.endsWith(" action") ? "" : " in action"} started at ${this.#shared.parseName}:${this.#actionLine}`;
    }
    this.#fail(token.value + started);
  }

  #expect(type: TokenType, context: string): Token {
    const token = this.#nextNonSpace();
    return token.type === type ? token : this.#unexpected(token, context);
  }

  #nest<T>(parseInner: () => T): T {
    if (this.#shared.depth >= MAX_DEPTH) {
      this.#fail("max expression depth exceeded");
    }
    this.#shared.depth++;
    try {
      return parseInner();
    } finally {
      this.#shared.depth--;
    }
  }

  /** Keeps this template under its name, unless one with content is there already. */
  #add(list: ListNode): void {
    const before = this.#shared.trees.get(this.#name);
    if (before === undefined || isEmpty(before)) {
      this.#shared.trees.set(this.#name, list);
    } else if (!isEmpty(list)) {
      this.#fail(`template: multiple definition of template ${quote(this.#name)}`);
    }
  }

  parseTop(): void {
    const offset = this.#peek().offset;
    const nodes: Node[] = [];
    while (this.#peek().type !== "eof") {
      if (this.#peek().type === "{{") {
        const delimiter = this.#next();
        const word = this.#nextNonSpace();
        if (word.type === "<define>") {
          new TreeParser(this.#shared, "definition").#parseDefinition();
          continue;
        }
        this.#back(word);
        this.#back(delimiter);
      }
      const node = this.#textOrAction();
      if ("ending" in node) {
        this.#fail(`unexpected {{${node.ending}}}`);
      }
      nodes.push(node);
    }
    this.#add({ type: "list", offset, nodes });
  }

  #parseDefinition(): void {
    const context = "define clause";
    this.#name = this.#templateName(this.#nextNonSpace(), context);
    this.#expect("}}", context);
    const { list, ending } = this.#itemList();
    if (ending.ending !== "end") {
      this.#fail(`unexpected {{${ending.ending}}} in ${context}`);
    }
    this.#add(list);
  }

  #itemList(): { list: ListNode; ending: Ending } {
    const nodes: Node[] = [];
    const offset = this.#peekNonSpace().offset;
    while (this.#peekNonSpace().type !== "eof") {
      const node = this.#textOrAction();
      if ("ending" in node) {
        return { list: { type: "list", offset, nodes }, ending: node };
      }
      nodes.push(node);
    }
    return this.#fail("unexpected EOF");
  }

  #textOrAction(): Node | Ending {
    const token = this.#nextNonSpace();
    if (token.type === "text") {
      return { type: "text", offset: token.offset, text: token.value };
    }
    if (token.type === "{{") {
      this.#actionLine = token.line;
      const node = this.#nest(() => this.#action());
      this.#actionLine = 0;
      return node;
    }
    return this.#unexpected(token, "input");
  }

  #action(): Node | Ending {
    const token = this.#nextNonSpace();
    switch (token.type) {
      case "<block>":
        return this.#block();
      case "<break>":
      case "<continue>": {
        const type = token.type === "<break>" ? "break" : "continue";
        this.#expect("}}", `{{${type}}}`);
        if (this.#ranges === 0) {
          this.#fail(`{{${type}}} outside {{range}}`);
        }
        return { type, offset: token.offset };
      }
      case "<else>": {
        const peeked = this.#peekNonSpace();
        const elseToken = peeked.type === "<if>" || peeked.type === "<with>" ? peeked : this.#expect("}}", "else");
        return { ...elseToken, ending: "else" };
      }
      case "<end>":
        return { ...this.#expect("}}", "end"), ending: "end" };
      case "<if>":
        return this.#control("if");
      case "<range>":
        return this.#control("range");
      case "<with>":
        return this.#control("with");
      case "<template>":
        return this.#template();
      default:
    }
    this.#back(token);
    const { offset } = this.#peek();
    return { type: "action", offset, pipeline: this.#pipeline("command", "}}") };
  }

  #control(type: "if" | "range" | "with"): Node {
    const declared = this.#variables.length;
    const pipeline = this.#pipeline(type, "}}");
    this.#ranges += type === "range" ? 1 : 0;
    const { list, ending } = this.#itemList();
    this.#ranges -= type === "range" ? 1 : 0;
    let otherwise: ListNode | undefined;
    if (ending.ending === "else") {
      const follows = this.#peek().type;
      if ((type === "if" && follows === "<if>") || (type === "with" && follows === "<with>")) {
        // The inner one takes the only {{end}} of the chain.
        this.#next();
        otherwise = { type: "list", offset: ending.offset, nodes: [this.#nest(() => this.#control(type))] };
      } else {
        const rest = this.#itemList();
        otherwise = rest.list;
        if (rest.ending.ending !== "end") {
          this.#fail(`expected end; found {{${rest.ending.ending}}}`);
        }
      }
    }
    this.#variables.length = declared;
    return { type, offset: pipeline.offset, pipeline, list, otherwise };
  }

  #block(): Node {
    const context = "block clause";
    const token = this.#nextNonSpace();
    const name = this.#templateName(token, context);
    const pipeline = this.#pipeline(context, "}}");
    const body = new TreeParser(this.#shared, name);
    const { list, ending } = body.#itemList();
    if (ending.ending !== "end") {
      this.#fail(`unexpected {{${ending.ending}}} in ${context}`);
    }
    body.#add(list);
    return { type: "template", offset: token.offset, name, pipeline };
  }

  #template(): Node {
    const context = "template clause";
    const token = this.#nextNonSpace();
    const name = this.#templateName(token, context);
    const after = this.#nextNonSpace();
    if (after.type === "}}") {
      return { type: "template", offset: token.offset, name, pipeline: undefined };
    }
    this.#back(after);
    return { type: "template", offset: token.offset, name, pipeline: this.#pipeline(context, "}}") };
  }

  #templateName(token: Token, context: string): ByteString {
    if (token.type !== "string" && token.type !== "raw-string") {
      this.#unexpected(token, context);
    }
    return unquote(token.value) ?? this.#fail("invalid syntax");
  }

  #pipeline(context: string, end: "}}" | ")"): Pipeline {
    const { offset } = this.#peekNonSpace();
    const { declarations, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#nextNonSpace();
      if (token.type === end) {
        break;
      }
      if (!STARTS_OPERAND.has(token.type)) {
        this.#unexpected(token, context);
      }
      this.#back(token);
      commands.push(this.#command());
    }
    if (commands.length === 0) {
      this.#fail(`missing value for ${context}`);
    }
    const literal = commands.findIndex((command, stage) => stage > 0 && LITERALS.has(command.words[0].type));
    if (literal !== -1) {
      this.#fail(`non executable command in pipeline stage ${literal + 1}`);
    }
    return { type: "pipeline", offset, declarations, assigns, commands };
  }

  #declarations(context: string): { declarations: VariableNode[]; assigns: boolean } {
    const declarations: VariableNode[] = [];
    while (this.#peekNonSpace().type === "variable") {
      const variable = this.#next();
      const adjacent = this.#next();
      const follows = adjacent.type === "space" ? this.#nextNonSpace() : adjacent;
      const comma = follows.type === "char" && follows.value === ",";
      if (follows.type !== "=" && follows.type !== ":=" && !comma) {
        this.#back(follows);
        if (adjacent !== follows) {
          this.#back(adjacent);
        }
        this.#back(variable);
        break;
      }
      declarations.push({ type: "variable", offset: variable.offset, names: variable.value.split(".") });
      this.#variables.push(variable.value);
      if (!comma) {
        return { declarations, assigns: follows.type === "=" };
      }
      if (context !== "range" || declarations.length >= 2) {
        this.#fail(`too many declarations in ${context}`);
      }
      if (!["variable", "}}", ")"].includes(this.#peekNonSpace().type)) {
        this.#fail("range can only initialize variables");
      }
    }
    return { declarations, assigns: false };
  }

  #command(): Command {
    const { offset } = this.#peekNonSpace();
    const words: Operand[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand !== undefined) {
        words.push(operand);
      }
      const token = this.#next();
      if (token.type === "space") {
        continue;
      }
      if (token.type === "}}" || token.type === ")") {
        this.#back(token);
      } else if (token.type !== "|") {
        this.#unexpected(token, "operand");
      }
      break;
    }
    const [first, ...rest] = words;
    return first === undefined ? this.#fail("empty command") : { type: "command", offset, words: [first, ...rest] };
  }

  #operand(): Operand | undefined {
    const base = this.#term();
    const { type, offset } = this.#peek();
    if (base === undefined || type !== "field") {
      return base;
    }
    const names: ByteString[] = [];
    while (this.#peek().type === "field") {
      names.push(this.#next().value.slice(1));
    }
    if (base.type === "field" || base.type === "variable") {
      return { type: base.type, offset, names: [...base.names, ...names] };
    }
    if (LITERALS.has(base.type)) {
      this.#fail(`unexpected . after term ${quote(nodeText(base))}`);
    }
    return { type: "chain", offset, base, names };
  }

  #term(): Operand | undefined {
    const token = this.#nextNonSpace();
    const { offset, value } = token;
    switch (token.type) {
      case "identifier":
        return this.#shared.functions.has(value)
          ? { type: "identifier", offset, name: value }
          : this.#fail(`function ${quote(value)} not defined`);
      case "dot":
        return { type: "dot", offset };
      case "<nil>":
        return { type: "nil", offset };
      case "variable":
        return this.#variables.includes(value)
          ? { type: "variable", offset, names: [value] }
          : this.#fail(`undefined variable ${quote(value)}`);
      case "field":
        return { type: "field", offset, names: [value.slice(1)] };
      case "bool":
        return { type: "bool", offset, value: value === "true" };
      case "char-constant":
      case "complex":
      case "number":
        return this.#number(token);
      case "(":
        return this.#nest(() => this.#pipeline("parenthesized pipeline", ")"));
      case "string":
      case "raw-string":
        return { type: "string", offset, literal: value, value: unquote(value) ?? this.#fail("invalid syntax") };
      default:
        this.#back(token);
        return undefined;
    }
  }

  #number(token: Token): Operand {
    try {
      const value =
        token.type === "char-constant"
          ? parseChar(token.value)
          : token.type === "complex"
            ? parseComplex(token.value)
            : parseNumber(token.value);
      return { type: "number", offset: token.offset, literal: token.value, value };
    } catch (error) {
      if (error instanceof NumberFault) {
        this.#fail(error.message);
      }
      throw error;
    }
  }
}

const STARTS_OPERAND: ReadonlySet<TokenType> = new Set<TokenType>([
  "bool",
  "char-constant",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "<nil>",
  "raw-string",
  "string",
  "variable",
  "(",
]);
const LITERALS: ReadonlySet<Operand["type"]> = new Set<Operand["type"]>(["bool", "dot", "nil", "number", "string"]);
