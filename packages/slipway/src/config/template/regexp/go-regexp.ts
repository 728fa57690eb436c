import { decodeRune, fromBytes, toBytes } from "../text/byte-string.ts";
import type { ByteString } from "../text/byte-string.ts";
import type { Assertion } from "./node.ts";
import { parseRegexp } from "./parse-regexp.ts";
import { compileProgram } from "./program.ts";
import type { Step } from "./program.ts";

/** Characters of the text and the byte offset of each, with the end as the last. */
interface Input {
  readonly codes: readonly number[];
  readonly offsets: readonly number[];
}

/** Where groups start and end, as indexes of characters; -1 for a group that took no part. */
type Slots = readonly number[];

interface Thread {
  readonly step: number;
  readonly slots: Slots;
}

/**
 * A regular expression with Go's syntax and meaning (RE2): leftmost match, first alternative preferred, and time linear in the
 * text however the expression is written. Expressions come from config files that a release host may not trust.
 */
export class GoRegexp {
  readonly #steps: readonly Step[];
  readonly #groups: readonly string[];

  /**
   * @param source - A byte string is not needed here: the expression is text.
   * @throws {RegexpFault} With Go's message.
   */
  constructor(source: string, options: { readonly posix?: boolean } = {}) {
    const parsed = parseRegexp(source, options);
    this.#groups = parsed.groups;
    this.#steps = compileProgram(parsed.node);
  }

  /** Whether the expression matches anywhere in the text (UTF-8 bytes). */
  matches(text: ByteString): boolean {
    return this.#find(readInput(text), 0, 0) !== undefined;
  }

  /** Go's `ReplaceAllString`: `$1`, `${name}` and `$$` stand for groups and a dollar. */
  replaceAll(text: ByteString, by: ByteString): ByteString {
    const input = readInput(text);
    let result = "";
    let copied = 0;
    let from = 0;
    let lastEnd = -1;
    while (from <= input.codes.length) {
      const slots = this.#find(input, from, this.#groups.length * 2);
      if (slots === undefined) {
        break;
      }
      const [start = 0, end = 0] = slots;
      const at = (index: number): number => input.offsets[index] ?? text.length;
      result += text.slice(at(copied), at(start));
      // An empty match right after another one is none.
      if (end > lastEnd || start === 0) {
        result += this.#expand(by, (group) => {
          const [open = -1, close = -1] = slots.slice(group * 2, group * 2 + 2);
          return open === -1 || close === -1 ? "" : text.slice(at(open), at(close));
        });
      }
      copied = end;
      lastEnd = end;
      from = from + 1 > end ? from + 1 : end;
    }
    return result + text.slice(input.offsets[copied] ?? text.length);
  }

  #expand(template: ByteString, group: (index: number) => ByteString): ByteString {
    const text = fromBytes(template);
    let expanded = "";
    let copied = 0;
    for (const match of text.matchAll(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu)) {
      const name = match[1] ?? match[2];
      const index = name === undefined ? -1 : /^\d+$/.test(name) ? Number(name) : this.#groups.indexOf(name);
      expanded +=
        toBytes(text.slice(copied, match.index)) +
        (name === undefined ? "$" : index < 0 || index >= this.#groups.length ? "" : group(index));
      copied = match.index + match[0].length;
    }
    return copied === 0 ? template : expanded + toBytes(text.slice(copied));
  }

  /** Runs all ways of matching side by side, the preferred ones first (Pike's machine). */
  #find(input: Input, from: number, slots: number): Slots | undefined {
    let threads: Thread[] = [];
    let found: Slots | undefined;
    const none: Slots = Array.from({ length: slots }, () => -1);
    for (let at = from; at <= input.codes.length; at++) {
      const seen = new Set<number>();
      const ready: Thread[] = [];
      for (const thread of threads) {
        this.#follow(thread, input, at, { seen, ready });
      }
      if (found === undefined) {
        this.#follow({ step: 0, slots: none }, input, at, { seen, ready });
      }
      threads = [];
      for (const { step, slots: saved } of ready) {
        const current = this.#steps[step];
        if (current?.op === "match") {
          found = saved;
          break;
        }
        if (current?.op === "char" && at < input.codes.length && current.matches(input.codes[at] ?? 0)) {
          threads.push({ step: current.next, slots: saved });
        }
      }
      if (found !== undefined && (threads.length === 0 || slots === 0)) {
        break;
      }
    }
    return found;
  }

  /** Follows a thread over everything that takes no character. */
  #follow(
    thread: Thread,
    input: Input,
    at: number,
    queue: { readonly seen: Set<number>; readonly ready: Thread[] },
  ): void {
    const open: Thread[] = [thread];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (queue.seen.has(next.step)) {
        continue;
      }
      queue.seen.add(next.step);
      const step = this.#steps[next.step];
      if (step?.op === "split") {
        open.push({ step: step.other, slots: next.slots }, { step: step.next, slots: next.slots });
      } else if (step?.op === "save") {
        open.push({
          step: step.next,
          slots: step.slot < next.slots.length ? next.slots.with(step.slot, at) : next.slots,
        });
      } else if (step?.op === "assert") {
        if (holds(step.assertion, input, at)) {
          open.push({ step: step.next, slots: next.slots });
        }
      } else {
        queue.ready.push(next);
      }
    }
  }
}

function readInput(text: ByteString): Input {
  const codes: number[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < text.length;) {
    const { code, size } = decodeRune(text, i);
    codes.push(code);
    offsets.push(i);
    i += size;
  }
  offsets.push(text.length);
  return { codes, offsets };
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && code < 0x80 && /\w/.test(String.fromCharCode(code));
}

function holds(assertion: Assertion, { codes }: Input, at: number): boolean {
  switch (assertion) {
    case "begin-text":
      return at === 0;
    case "end-text":
      return at === codes.length;
    case "begin-line":
      return at === 0 || codes[at - 1] === 0x0a;
    case "end-line":
      return at === codes.length || codes[at] === 0x0a;
    default:
      return (isWord(codes[at - 1]) !== isWord(codes[at])) === (assertion === "word-boundary");
  }
}
