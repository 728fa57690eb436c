import type { ByteString } from "./text/byte-string.ts";
import { quote } from "./text/quote.ts";

/** Where in a template something is wrong. Lines and columns count from 1; columns count bytes, as Go's do. */
export interface TemplatePosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * A template that cannot be parsed or executed, before it becomes a `SlipwayError`.
 *
 * `fact` is Go's own wording. Texts are byte strings.
 */
export class TemplateFault extends Error {
  override readonly name = "TemplateFault";
  readonly phase: "syntax" | "execution";
  readonly fact: ByteString;
  readonly position: TemplatePosition;
  /** The template in whose text the fault is, and the expression at fault; only known while executing. */
  readonly within: { readonly template: ByteString; readonly expression: ByteString } | undefined;

  constructor(
    phase: "syntax" | "execution",
    fact: ByteString,
    position: TemplatePosition,
    within?: TemplateFault["within"],
  ) {
    super(fact);
    this.phase = phase;
    this.fact = fact;
    this.position = position;
    this.within = within;
  }

  /** The message that Go's `text/template` gives for a template called `name`; its columns count from 0. */
  goMessage(name: string): ByteString {
    const { line, column } = this.position;
    if (this.within === undefined) {
      return `template: ${name}:${line}: ${this.fact}`;
    }
    const { template, expression } = this.within;
    return `template: ${name}:${line}:${column - 1}: executing ${quote(template)} at <${expression}>: ${this.fact}`;
  }
}

/** The line and column of a byte offset. */
export function positionAt(text: ByteString, offset: number): TemplatePosition {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let i = before.indexOf("\n"); i !== -1; i = before.indexOf("\n", i + 1)) {
    line++;
  }
  return { offset, line, column: offset - start + 1 };
}
