/**
 * A compiled glob. The language is GoReleaser's (gobwas/glob with `/` as separator): `*` and `?` stay within a path
 * element, `**` does not, `[abc]`, `[!abc]`, `[a-z]`, `{one,two}`, and `\` takes the next character as it is. A
 * leading dot is nothing special.
 */
export interface GlobPattern {
  readonly source: string;
  /** Path elements before the first one with a matcher, joined by `/`; `.` when there is none. */
  readonly prefix: string;
  /** Whether it names exactly one path. */
  readonly literal: boolean;
  readonly matches: (path: string) => boolean;
  /** Whether something inside this folder may match; saves walking where nothing can. */
  readonly mayMatchInside: (folder: string) => boolean;
}

/** A fault in a glob; `at` counts UTF-16 units from its start. */
export class GlobFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** Compiles a glob. @throws GlobFault when it is malformed. */
export function compileGlob(source: string): GlobPattern {
  const whole = translate(source);
  const regexp = new RegExp(`^${whole.regexp}$`, "su");
  const elements = source.split("/").filter((element) => element !== "");
  const prefix: string[] = [];
  for (const element of elements) {
    const text = literalText(element);
    if (text === undefined) break;
    prefix.push(text);
  }
  // Element by element, where no matcher reaches over a separator.
  const steps = whole.crosses
    ? undefined
    : elements.map((element) => new RegExp(`^${translate(element).regexp}$`, "su"));
  return {
    source,
    prefix: prefix.join("/") || ".",
    literal: whole.literal,
    matches: (path) => regexp.test(path),
    mayMatchInside(folder) {
      if (steps === undefined || folder === ".") return true;
      const parts = folder.split("/");
      return parts.length < steps.length && parts.every((part, index) => steps[index]!.test(part));
    },
  };
}

/** Whether a text has any matcher in it; a malformed glob has none. */
export function hasMatchers(source: string): boolean {
  try {
    return !translate(source).literal;
  } catch (error) {
    if (error instanceof GlobFault) return false;
    throw error;
  }
}

function literalText(element: string): string | undefined {
  try {
    if (!translate(element).literal) return undefined;
  } catch (error) {
    // Half of an alternative that holds a separator: the walk starts above it.
    if (error instanceof GlobFault) return undefined;
    throw error;
  }
  return element.replaceAll(/\\(.)/gsu, "$1");
}

interface Translation {
  readonly regexp: string;
  readonly literal: boolean;
  /** Whether `**`, or a `/` within braces, can match over path elements. */
  readonly crosses: boolean;
}

function translate(source: string): Translation {
  let regexp = "";
  let literal = true;
  let crosses = false;
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const char = String.fromCodePoint(source.codePointAt(at)!);
    at += char.length - 1;
    if (char === "\\") {
      const next = source.codePointAt(at + 1);
      if (next === undefined) continue;
      const escaped = String.fromCodePoint(next);
      regexp += quote(escaped);
      at += escaped.length;
    } else if (char === "*") {
      literal = false;
      if (source[at + 1] === "*") {
        at++;
        crosses = true;
        regexp += ".*";
      } else regexp += "[^/]*";
    } else if (char === "?") {
      literal = false;
      regexp += "[^/]";
    } else if (char === "[") {
      literal = false;
      const range = translateRange(source, at);
      regexp += range.regexp;
      at = range.end;
    } else if (char === "{") {
      literal = false;
      depth++;
      regexp += "(?:";
    } else if (char === "}" && depth > 0) {
      depth--;
      regexp += ")";
    } else if (char === "," && depth > 0) {
      regexp += "|";
    } else {
      if (char === "/" && depth > 0) crosses = true;
      regexp += quote(char);
    }
  }
  if (depth > 0) throw new GlobFault(source.lastIndexOf("{"), `"{" is not closed`);
  return { regexp, literal, crosses };
}

/** `[abc]`, `[!abc]`, `[a-z]`, `[!a-z]`: either one range or a list, as in gobwas/glob. Neither matches a separator. */
function translateRange(source: string, open: number): { regexp: string; end: number } {
  let at = open + 1;
  const not = source[at] === "!";
  if (not) at++;
  const chars: string[] = [];
  for (; ; at++) {
    const unit = source.codePointAt(at);
    if (unit === undefined) throw new GlobFault(open, `"[" is not closed`);
    let char = String.fromCodePoint(unit);
    if (char === "]") break;
    if (char === "\\" && source.codePointAt(at + 1) !== undefined) {
      at++;
      char = String.fromCodePoint(source.codePointAt(at)!);
    }
    at += char.length - 1;
    chars.push(char);
  }
  if (chars.length === 0) throw new GlobFault(open, "the list between [ and ] is empty");
  if (chars[1] === "-") {
    const [low, , high] = chars;
    if (chars.length !== 3 || high === undefined)
      throw new GlobFault(open, "a range is one character, - and one character");
    if (high.codePointAt(0)! < low!.codePointAt(0)!)
      throw new GlobFault(open, `the range "${low}-${high}" is the wrong way round`);
    return {
      regexp: not ? `[^/${inClass(low!)}-${inClass(high)}]` : `(?!/)[${inClass(low!)}-${inClass(high)}]`,
      end: at,
    };
  }
  const list = chars.map(inClass).join("");
  return { regexp: not ? `[^/${list}]` : `(?!/)[${list}]`, end: at };
}

function quote(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/u.test(char) ? `\\${char}` : char;
}

function inClass(char: string): string {
  return /[\\\]^-]/u.test(char) ? `\\${char}` : char;
}
