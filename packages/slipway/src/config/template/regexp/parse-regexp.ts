import { classMatcher, complement, PERL_CLASSES, POSIX_CLASSES, unicodeClass } from "./char-class.ts";
import type { ClassItem } from "./char-class.ts";
import { RegexpFault } from "./node.ts";
import type { Assertion, Matcher, RegexpNode } from "./node.ts";

/** Go's limits (`regexp/syntax/parse.go`); the depth is ours to keep, since parsing shares the stack. */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 500;

/** An expression and the names of its groups; unnamed ones are `""`, the whole match is group 0. */
export interface ParsedRegexp {
  readonly node: RegexpNode;
  readonly groups: readonly string[];
}

interface Flags {
  readonly fold: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly ungreedy: boolean;
}

/**
 * Parses RE2's syntax as Go's `regexp.Compile` does, or `CompilePOSIX` (egrep: no `\d`, no `(?...)`, no lazy operators).
 *
 * @throws {RegexpFault}
 */
export function parseRegexp(source: string, options: { readonly posix?: boolean } = {}): ParsedRegexp {
  const parser = new RegexpParser(source, options.posix === true);
  return { node: parser.parse(), groups: parser.groups };
}

class RegexpParser {
  readonly groups: string[] = [""];
  readonly #chars: readonly string[];
  readonly #source: string;
  readonly #posix: boolean;
  #at = 0;
  #depth = 0;
  #flags: Flags;

  constructor(source: string, posix: boolean) {
    this.#source = source;
    this.#chars = Array.from(source);
    this.#posix = posix;
    this.#flags = { fold: false, multiline: posix, dotAll: false, ungreedy: false };
  }

  parse(): RegexpNode {
    const node = this.#alternation();
    if (this.#at < this.#chars.length) {
      throw new RegexpFault("unexpected )", this.#source);
    }
    return node;
  }

  #peek(offset = 0): string | undefined {
    return this.#chars[this.#at + offset];
  }

  #follows(text: string): boolean {
    return this.#chars.slice(this.#at, this.#at + text.length).join("") === text;
  }

  #rest(from = this.#at): string {
    return this.#chars.slice(from).join("");
  }

  #since(from: number): string {
    return this.#chars.slice(from, this.#at).join("");
  }

  #alternation(): RegexpNode {
    if (++this.#depth > MAX_DEPTH) {
      throw new RegexpFault("expression nests too deeply", this.#source);
    }
    const nodes = [this.#sequence()];
    while (this.#peek() === "|") {
      this.#at++;
      nodes.push(this.#sequence());
    }
    this.#depth--;
    return nodes.length === 1 ? (nodes[0] ?? { type: "empty" }) : { type: "alternate", nodes };
  }

  #sequence(): RegexpNode {
    const nodes: RegexpNode[] = [];
    for (let char = this.#peek(); char !== undefined && char !== "|" && char !== ")"; char = this.#peek()) {
      const atom = this.#atom(char);
      if (atom !== undefined) {
        nodes.push(this.#repeats(atom));
      }
    }
    return nodes.length === 1
      ? (nodes[0] ?? { type: "empty" })
      : nodes.length === 0
        ? { type: "empty" }
        : { type: "concat", nodes };
  }

  /** `undefined` for what only changes flags. */
  #atom(char: string): RegexpNode | undefined {
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        return { type: "char", matches: this.#class() };
      case ".":
        this.#at++;
        return { type: "char", matches: this.#flags.dotAll ? () => true : (code) => code !== 0x0a };
      case "^":
        this.#at++;
        return assertion(this.#flags.multiline ? "begin-line" : "begin-text");
      case "$":
        this.#at++;
        return assertion(this.#flags.multiline ? "end-line" : "end-text");
      case "*":
      case "+":
      case "?":
        throw new RegexpFault("missing argument to repetition operator", this.#lazily(char));
      case "{": {
        const bounds = this.#bounds();
        if (bounds !== undefined) {
          throw new RegexpFault("missing argument to repetition operator", this.#lazily(bounds.text));
        }
        return this.#literal();
      }
      case "\\":
        return this.#escape();
      default:
        return this.#literal();
    }
  }

  /** An operator with the `?` that makes it lazy. */
  #lazily(operator: string): string {
    return !this.#posix && this.#peek(operator.length) === "?" ? `${operator}?` : operator;
  }

  #literal(): RegexpNode {
    const code = this.#chars[this.#at++]?.codePointAt(0) ?? 0;
    return { type: "char", matches: this.#codeMatcher(code) };
  }

  #codeMatcher(wanted: number): Matcher {
    return this.#flags.fold ? classMatcher([[wanted, wanted]], { fold: true }) : (code) => code === wanted;
  }

  #repeats(atom: RegexpNode): RegexpNode {
    let node = atom;
    let first: number | undefined;
    for (;;) {
      const start = this.#at;
      const bounds = this.#operator();
      if (bounds === undefined) {
        return node;
      }
      const lazy = !this.#posix && this.#peek() === "?";
      this.#at += lazy ? 1 : 0;
      if (!this.#posix && first !== undefined) {
        throw new RegexpFault("invalid nested repetition operator", this.#since(first));
      }
      if (
        bounds.least > MAX_REPEAT ||
        (bounds.most !== Infinity && bounds.most > MAX_REPEAT) ||
        bounds.most < bounds.least
      ) {
        throw new RegexpFault("invalid repeat count", this.#since(start));
      }
      first = start;
      node = {
        type: "repeat",
        node,
        least: bounds.least,
        most: bounds.most,
        greedy: lazy === this.#flags.ungreedy,
      };
      if (!fits(node, MAX_REPEAT)) {
        throw new RegexpFault("invalid repeat count", this.#since(start));
      }
    }
  }

  #operator(): { least: number; most: number } | undefined {
    switch (this.#peek()) {
      case "*":
        this.#at++;
        return { least: 0, most: Infinity };
      case "+":
        this.#at++;
        return { least: 1, most: Infinity };
      case "?":
        this.#at++;
        return { least: 0, most: 1 };
      case "{": {
        const bounds = this.#bounds();
        this.#at += bounds?.text.length ?? 0;
        return bounds;
      }
      default:
        return undefined;
    }
  }

  /** `{2}`, `{2,}` or `{2,5}` here; anything else in braces is literal. */
  #bounds(): { least: number; most: number; text: string } | undefined {
    const match = /^\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/.exec(this.#chars.slice(this.#at, this.#at + 40).join(""));
    if (match === null) {
      return undefined;
    }
    const least = Number(match[1]);
    return {
      text: match[0],
      least,
      most: match[2] === undefined ? least : match[3] === undefined ? Infinity : Number(match[3]),
    };
  }

  #group(): RegexpNode | undefined {
    const outer = this.#flags;
    const perl = !this.#posix && this.#peek(1) === "?";
    let index: number | undefined;
    if (perl) {
      const named = /^\(\?P?<([^>]*)(>?)/.exec(this.#rest());
      if (named !== null) {
        index = this.#named(named[0], named[1] ?? "", named[2] === ">");
      } else if (!this.#inlineFlags()) {
        return undefined;
      }
    } else {
      this.#at++;
      index = this.groups.push("") - 1;
    }
    const node = this.#alternation();
    if (this.#peek() !== ")") {
      throw new RegexpFault("missing closing )", this.#source);
    }
    this.#at++;
    this.#flags = outer;
    return index === undefined ? node : { type: "group", index, node };
  }

  #named(opening: string, name: string, closed: boolean): number {
    if (!closed) {
      throw new RegexpFault("invalid named capture", this.#rest());
    }
    if (!/^[A-Za-z0-9_]+$/.test(name)) {
      throw new RegexpFault("invalid named capture", opening);
    }
    this.#at += opening.length;
    return this.groups.push(name) - 1;
  }

  /** Reads `(?i-s:` or `(?i)`; the latter has no body. */
  #inlineFlags(): boolean {
    const start = this.#at;
    const match = /^\(\?([imsU]*)(?:(-)([imsU]+))?([:)])/.exec(this.#rest());
    if (match === null) {
      const wrong = /^\(\?[imsU]*(?:-[imsU]*)?.?/su.exec(this.#rest())?.[0] ?? "";
      throw new RegexpFault("invalid or unsupported Perl syntax", wrong);
    }
    this.#at = start + match[0].length;
    const [on = "", off = ""] = [match[1], match[3]];
    const set = (flag: string, before: boolean): boolean => !off.includes(flag) && (on.includes(flag) || before);
    this.#flags = {
      fold: set("i", this.#flags.fold),
      multiline: set("m", this.#flags.multiline),
      dotAll: set("s", this.#flags.dotAll),
      ungreedy: set("U", this.#flags.ungreedy),
    };
    return match[4] === ":";
  }

  #escape(): RegexpNode {
    const next = this.#peek(1);
    if (!this.#posix) {
      const asserted = ({ A: "begin-text", b: "word-boundary", B: "no-word-boundary", z: "end-text" } as const)[
        next ?? ""
      ];
      if (asserted !== undefined) {
        this.#at += 2;
        return assertion(asserted);
      }
      if (next === "Q") {
        return this.#quoted();
      }
    }
    const items = this.#classEscape();
    if (items !== undefined) {
      return { type: "char", matches: classMatcher(items, { fold: this.#flags.fold }) };
    }
    return { type: "char", matches: this.#codeMatcher(this.#escapedCode()) };
  }

  /** `\Q...\E` */
  #quoted(): RegexpNode {
    this.#at += 2;
    const nodes: RegexpNode[] = [];
    while (this.#at < this.#chars.length && !this.#follows("\\E")) {
      nodes.push(this.#literal());
    }
    this.#at = Math.min(this.#chars.length, this.#at + 2);
    const last = nodes.pop();
    // An operator that follows repeats the last character only.
    return last === undefined ? { type: "empty" } : { type: "concat", nodes: [...nodes, this.#repeats(last)] };
  }

  /** `\d`, `\pL`, `\p{Greek}` and their negations; Perl's only. */
  #classEscape(): readonly ClassItem[] | undefined {
    const letter = this.#peek(1) ?? "";
    if (this.#posix || !/^[dswDSWpP]$/.test(letter)) {
      return undefined;
    }
    const start = this.#at;
    this.#at += 2;
    if (letter !== "p" && letter !== "P") {
      const ranges = PERL_CLASSES[letter.toLowerCase()] ?? [];
      return letter === letter.toLowerCase() ? ranges : complement(ranges);
    }
    let name = this.#peek() ?? "";
    this.#at++;
    if (name === "{") {
      const close = this.#chars.indexOf("}", this.#at);
      if (close === -1) {
        throw new RegexpFault("invalid character class range", this.#rest(start));
      }
      name = this.#chars.slice(this.#at, close).join("");
      this.#at = close + 1;
    }
    const inverted = name.startsWith("^");
    const source = /^\^?[A-Za-z_]+$/.test(name)
      ? unicodeClass(name.replace("^", ""), (letter === "P") !== inverted)
      : undefined;
    if (source === undefined) {
      throw new RegexpFault("invalid character class range", this.#since(start));
    }
    return source === "" ? [] : [source];
  }

  /** The code point of any other escape. */
  #escapedCode(): number {
    const start = this.#at;
    const char = this.#peek(1);
    if (char === undefined) {
      throw new RegexpFault("trailing backslash at end of expression", "");
    }
    const simple = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }[char];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const numeric = /^\\(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(
      this.#chars.slice(this.#at, this.#at + 20).join(""),
    );
    if (numeric !== null) {
      const code =
        numeric[3] === undefined ? Number.parseInt(numeric[1] ?? numeric[2] ?? "", 16) : Number.parseInt(numeric[3], 8);
      this.#at += numeric[0].length;
      if (code <= 0x10ffff) {
        return code;
      }
      throw new RegexpFault("invalid escape sequence", this.#since(start));
    }
    this.#at += 2;
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80 && !/[A-Za-z0-9]/.test(char)) {
      return code;
    }
    throw new RegexpFault("invalid escape sequence", this.#since(start));
  }

  #class(): Matcher {
    const start = this.#at;
    this.#at++;
    const negated = this.#peek() === "^";
    this.#at += negated ? 1 : 0;
    const items: ClassItem[] = negated && this.#posix ? [[10, 10]] : [];
    let first = true;
    while (first || this.#peek() !== "]") {
      if (this.#peek() === undefined) {
        throw new RegexpFault("missing closing ]", this.#rest(start));
      }
      if (this.#posix && this.#peek() === "-" && !first && this.#peek(1) !== "]") {
        throw new RegexpFault("invalid character class range", `-${this.#peek(1) ?? ""}`);
      }
      first = false;
      items.push(
        ...(this.#namedClass() ??
          (this.#peek() === "\\" ? this.#classEscape() : undefined) ?? [this.#classRange(start)]),
      );
    }
    this.#at++;
    return classMatcher(items, { negated, fold: this.#flags.fold });
  }

  /** `[:alpha:]` */
  #namedClass(): readonly ClassItem[] | undefined {
    const text = this.#chars.slice(this.#at, this.#at + 20).join("");
    const match = /^\[:(\^?)([^\]]*?):\]/.exec(text);
    if (match === null) {
      return undefined;
    }
    const ranges = Object.hasOwn(POSIX_CLASSES, match[2] ?? "") ? POSIX_CLASSES[match[2] ?? ""] : undefined;
    if (ranges === undefined) {
      throw new RegexpFault("invalid character class range", match[0]);
    }
    this.#at += match[0].length;
    return match[1] === "^" ? complement(ranges) : ranges;
  }

  #classRange(classStart: number): ClassItem {
    const start = this.#at;
    const low = this.#classCode(classStart);
    if (this.#peek() !== "-" || this.#peek(1) === "]" || this.#peek(1) === undefined) {
      return [low, low];
    }
    this.#at++;
    const high = this.#classCode(classStart);
    if (high < low) {
      throw new RegexpFault("invalid character class range", this.#since(start));
    }
    return [low, high];
  }

  #classCode(classStart: number): number {
    const char = this.#peek();
    if (char === undefined) {
      throw new RegexpFault("missing closing ]", this.#rest(classStart));
    }
    if (char === "\\") {
      return this.#escapedCode();
    }
    this.#at++;
    return char.codePointAt(0) ?? 0;
  }
}

function assertion(kind: Assertion): RegexpNode {
  return { type: "assert", assertion: kind };
}

/** Whether repeats within repeats ask for at most that many copies together. */
function fits(node: RegexpNode, left: number): boolean {
  switch (node.type) {
    case "repeat": {
      const copies = Math.max(1, node.most === Infinity ? node.least : node.most);
      return copies <= left && fits(node.node, Math.floor(left / copies));
    }
    case "group":
      return fits(node.node, left);
    case "concat":
    case "alternate":
      return node.nodes.every((each) => fits(each, left));
    default:
      return true;
  }
}
