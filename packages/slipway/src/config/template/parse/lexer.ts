import { decodeRune, encodeRune, firstRunes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import { quote } from "../text/quote.ts";
import { isDigit, isLetter, isPrint } from "../text/unicode.ts";

/** The kinds of tokens. A keyword's type is the word itself in angle brackets. */
export type TokenType =
  | "error"
  | "bool"
  | "char"
  | "char-constant"
  | "complex"
  | "="
  | ":="
  | "eof"
  | "field"
  | "identifier"
  | "{{"
  | "("
  | "number"
  | "|"
  | "raw-string"
  | "}}"
  | ")"
  | "space"
  | "string"
  | "text"
  | "variable"
  | "dot"
  | Keyword;

type Keyword =
  | "<block>"
  | "<break>"
  | "<continue>"
  | "<define>"
  | "<else>"
  | "<end>"
  | "<if>"
  | "<nil>"
  | "<range>"
  | "<template>"
  | "<with>";

/** A piece of a template. `value` is its text, or the fault for type `error`. */
export interface Token {
  readonly type: TokenType;
  readonly value: ByteString;
  /** Byte offset of its start. */
  readonly offset: number;
  /** Line of its start, from 1. */
  readonly line: number;
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
]);
const SPACES = " \t\r\n";
const END = -1;

/** Cuts a template into tokens (`text/template/parse/lex.go`): text, delimiters with trimming, and what stands between them. */
export class Lexer {
  #input: ByteString;
  #at = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  #parentheses = 0;
  #inAction = false;
  readonly #functions: ReadonlySet<string>;

  /** `functions` may define `break` and `continue`, which are keywords otherwise. */
  constructor(input: ByteString, functions: ReadonlySet<string>) {
    this.#input = input;
    this.#functions = functions;
  }

  next(): Token {
    return this.#inAction ? this.#insideAction() : this.#text();
  }

  #take(type: TokenType): Token {
    const value = this.#input.slice(this.#start, this.#at);
    const token: Token = { type, value, offset: this.#start, line: this.#startLine };
    this.#skip();
    return token;
  }

  /** Drops what was passed over, counting its lines. */
  #skip(): void {
    for (let i = this.#start; i < this.#at; i++) {
      if (this.#input[i] === "\n") {
        this.#line++;
      }
    }
    this.#start = this.#at;
    this.#startLine = this.#line;
  }

  /** Nothing can be read after a fault. */
  #fault(fact: ByteString): Token {
    const token: Token = { type: "error", value: fact, offset: this.#start, line: this.#startLine };
    this.#input = "";
    this.#at = 0;
    this.#start = 0;
    this.#inAction = true;
    return token;
  }

  #peek(): number {
    return this.#at < this.#input.length ? decodeRune(this.#input, this.#at).code : END;
  }

  #advance(): number {
    if (this.#at >= this.#input.length) {
      return END;
    }
    const { code, size } = decodeRune(this.#input, this.#at);
    this.#at += size;
    return code;
  }

  #accept(chars: string): boolean {
    const char = this.#input[this.#at];
    if (char === undefined || !chars.includes(char)) {
      return false;
    }
    this.#at++;
    return true;
  }

  #acceptRun(chars: string): void {
    while (this.#accept(chars)) {
      // Each step accepts one.
    }
  }

  #text(): Token {
    for (;;) {
      const delimiter = this.#input.indexOf("{{", this.#at);
      if (delimiter === -1) {
        this.#at = this.#input.length;
        return this.#take(this.#at > this.#start ? "text" : "eof");
      }
      this.#at = delimiter;
      if (trimsLeft(this.#input, delimiter + 2)) {
        while (this.#at > this.#start && SPACES.includes(this.#input[this.#at - 1] ?? "x")) {
          this.#at--;
        }
      }
      const text = this.#at > this.#start ? this.#take("text") : undefined;
      this.#at = delimiter;
      this.#skip();
      if (text !== undefined) {
        return text;
      }
      const token = this.#leftDelimiter();
      if (token !== undefined) {
        return token;
      }
    }
  }

  /** `undefined` after a comment. */
  #leftDelimiter(): Token | undefined {
    const marker = trimsLeft(this.#input, this.#at + 2) ? 2 : 0;
    if (this.#input.startsWith("/*", this.#at + 2 + marker)) {
      this.#at += 2 + marker;
      this.#skip();
      return this.#comment();
    }
    this.#at += 2;
    const token = this.#take("{{");
    this.#inAction = true;
    this.#parentheses = 0;
    this.#at += marker;
    this.#skip();
    return token;
  }

  #comment(): Token | undefined {
    const close = this.#input.indexOf("*/", this.#at + 2);
    if (close === -1) {
      return this.#fault("unclosed comment");
    }
    this.#at = close + 2;
    const trim = this.#rightTrim();
    if (!trim && !this.#input.startsWith("}}", this.#at)) {
      return this.#fault("comment ends before closing delimiter");
    }
    this.#at += trim ? 4 : 2;
    if (trim) {
      this.#acceptRun(SPACES);
    }
    this.#skip();
    return undefined;
  }

  /** Whether ` -}}` stands here. */
  #rightTrim(): boolean {
    return SPACES.includes(this.#input[this.#at] ?? "x") && this.#input.startsWith("-}}", this.#at + 1);
  }

  #rightDelimiter(): Token {
    const trim = this.#rightTrim();
    if (trim) {
      this.#at += 2;
      this.#skip();
    }
    this.#at += 2;
    const token = this.#take("}}");
    if (trim) {
      this.#acceptRun(SPACES);
      this.#skip();
    }
    this.#inAction = false;
    return token;
  }

  #insideAction(): Token {
    if (this.#rightTrim() || this.#input.startsWith("}}", this.#at)) {
      return this.#parentheses === 0 ? this.#rightDelimiter() : this.#fault("unclosed left paren");
    }
    const before = this.#at;
    const code = this.#advance();
    if (code === END) {
      return this.#fault("unclosed action");
    }
    const char = code < 0x80 ? String.fromCharCode(code) : "";
    if (char !== "" && SPACES.includes(char)) {
      return this.#space();
    }
    switch (char) {
      case "=":
        return this.#take("=");
      case ":":
        return this.#accept("=") ? this.#take(":=") : this.#fault("expected :=");
      case "|":
        return this.#take("|");
      case '"':
        return this.#quoted('"', "string", "unterminated quoted string");
      case "'":
        return this.#quoted("'", "char-constant", "unterminated character constant");
      case "`":
        return this.#rawString();
      case "$":
        return this.#fieldOrVariable("variable");
      case "(":
        this.#parentheses++;
        return this.#take("(");
      case ")":
        this.#parentheses--;
        return this.#parentheses < 0 ? this.#fault("unexpected right paren") : this.#take(")");
      default:
    }
    if (char === "." && !/[0-9]/.test(this.#input[this.#at] ?? "0")) {
      return this.#fieldOrVariable("field");
    }
    if (char !== "" && "+-.0123456789".includes(char)) {
      this.#at = before;
      return this.#number();
    }
    if (isWordRune(code)) {
      this.#at = before;
      return this.#identifier();
    }
    if (code >= 0x20 && code < 0x7f) {
      return this.#take("char");
    }
    return this.#fault(`unrecognized character in action: ${formatRune(code)}`);
  }

  /** Spaces before a trimming right delimiter leave one for it. */
  #space(): Token {
    this.#acceptRun(SPACES);
    if (this.#input.startsWith("-}}", this.#at)) {
      this.#at--;
      if (this.#at === this.#start) {
        return this.#rightDelimiter();
      }
    }
    return this.#take("space");
  }

  #identifier(): Token {
    while (isWordRune(this.#peek())) {
      this.#advance();
    }
    const word = this.#input.slice(this.#start, this.#at);
    if (!this.#atTerminator()) {
      return this.#fault(`bad character ${formatRune(this.#peek())}`);
    }
    if (KEYWORDS.has(word) && !((word === "break" || word === "continue") && this.#functions.has(word))) {
      return this.#take(`<${word}>` as Keyword);
    }
    return this.#take(word === "true" || word === "false" ? "bool" : "identifier");
  }

  #fieldOrVariable(type: "field" | "variable"): Token {
    if (this.#atTerminator()) {
      return this.#take(type === "variable" ? "variable" : "dot");
    }
    while (isWordRune(this.#peek())) {
      this.#advance();
    }
    return this.#atTerminator() ? this.#take(type) : this.#fault(`bad character ${formatRune(this.#peek())}`);
  }

  #atTerminator(): boolean {
    const char = this.#input[this.#at];
    return (
      char === undefined || SPACES.includes(char) || ".,|:)(".includes(char) || this.#input.startsWith("}}", this.#at)
    );
  }

  #quoted(mark: string, type: TokenType, fact: string): Token {
    for (;;) {
      const char = this.#input[this.#at++];
      if (char === mark) {
        return this.#take(type);
      }
      const escaped = char === "\\" ? this.#input[this.#at++] : "";
      if (char === undefined || char === "\n" || escaped === undefined || escaped === "\n") {
        return this.#fault(fact);
      }
    }
  }

  #rawString(): Token {
    const close = this.#input.indexOf("`", this.#at);
    if (close === -1) {
      return this.#fault("unterminated raw quoted string");
    }
    this.#at = close + 1;
    return this.#take("raw-string");
  }

  #number(): Token {
    let ok = this.#scanNumber();
    let type: TokenType = "number";
    if (ok && /[+-]/.test(this.#input[this.#at] ?? "")) {
      ok = this.#scanNumber() && this.#input[this.#at - 1] === "i";
      type = "complex";
    }
    return ok ? this.#take(type) : this.#fault(`bad number syntax: ${quote(this.#input.slice(this.#start, this.#at))}`);
  }

  #scanNumber(): boolean {
    this.#accept("+-");
    let digits = "0123456789_";
    let exponent = "eE";
    if (this.#accept("0")) {
      if (this.#accept("xX")) {
        digits = "0123456789abcdefABCDEF_";
        exponent = "pP";
      } else if (this.#accept("oO")) {
        digits = "01234567_";
        exponent = "";
      } else if (this.#accept("bB")) {
        digits = "01_";
        exponent = "";
      }
    }
    this.#acceptRun(digits);
    if (this.#accept(".")) {
      this.#acceptRun(digits);
    }
    if (exponent !== "" && this.#accept(exponent)) {
      this.#accept("+-");
      this.#acceptRun("0123456789_");
    }
    this.#accept("i");
    if (isWordRune(this.#peek())) {
      this.#advance();
      return false;
    }
    return true;
  }
}

/** Whether `- ` stands here, after a left delimiter. */
function trimsLeft(input: ByteString, at: number): boolean {
  return input[at] === "-" && SPACES.includes(input[at + 1] ?? "x");
}

function isWordRune(code: number): boolean {
  return code === 0x5f || (code !== END && (isLetter(code) || isDigit(code)));
}

/** Go's `%#U`. */
function formatRune(code: number): ByteString {
  const unsigned = code < 0 ? 0xffffffffffffffffn : BigInt(code);
  const name = `U+${unsigned.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrint(code) ? `${name} '${encodeRune(code)}'` : name;
}

/** How Go's messages name a token. */
export function describeToken(token: Token): ByteString {
  if (token.type === "eof") {
    return "EOF";
  }
  if (token.type === "error") {
    return token.value;
  }
  if (token.type.startsWith("<") || token.type === "dot") {
    return `<${token.value}>`;
  }
  return token.value.length > 10 ? `${quote(firstRunes(token.value, 10))}...` : quote(token.value);
}
