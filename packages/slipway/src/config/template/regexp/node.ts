/** Decides whether a code point belongs to a class. */
export type Matcher = (code: number) => boolean;

/** A place between characters that an expression asks for. */
export type Assertion = "begin-text" | "end-text" | "begin-line" | "end-line" | "word-boundary" | "no-word-boundary";

/** A parsed expression. */
export type RegexpNode =
  | { readonly type: "empty" }
  | { readonly type: "char"; readonly matches: Matcher }
  | { readonly type: "assert"; readonly assertion: Assertion }
  | { readonly type: "group"; readonly index: number; readonly node: RegexpNode }
  | { readonly type: "concat"; readonly nodes: readonly RegexpNode[] }
  | { readonly type: "alternate"; readonly nodes: readonly RegexpNode[] }
  | {
      readonly type: "repeat";
      readonly node: RegexpNode;
      readonly least: number;
      /** `Infinity` for no end. */
      readonly most: number;
      readonly greedy: boolean;
    };

/** An expression that cannot be compiled; the message is Go's. */
export class RegexpFault extends Error {
  override readonly name = "RegexpFault";

  constructor(problem: string, piece: string) {
    super(`error parsing regexp: ${problem}: \`${piece}\``);
  }
}
