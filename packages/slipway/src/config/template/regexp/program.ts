import { RegexpFault } from "./node.ts";
import type { Assertion, Matcher, RegexpNode } from "./node.ts";

/** One step of the machine that matches. Targets are indexes of steps. */
export type Step =
  | { readonly op: "char"; readonly matches: Matcher; next: number }
  | { readonly op: "assert"; readonly assertion: Assertion; next: number }
  | { readonly op: "save"; readonly slot: number; next: number }
  /** Tries `next` before `other`. */
  | { readonly op: "split"; next: number; other: number }
  | { readonly op: "match" };

/** More steps than any expression that a person writes. */
const MAX_STEPS = 50_000;

/** Compiles an expression to a program that starts at step 0. */
export function compileProgram(node: RegexpNode): readonly Step[] {
  const compiler = new Compiler();
  compiler.emit({ type: "group", index: 0, node });
  compiler.push({ op: "match" });
  return compiler.steps;
}

/** Emits code in order: each piece continues at the step after its last. */
class Compiler {
  readonly steps: Step[] = [];

  push(step: Step): number {
    if (this.steps.length >= MAX_STEPS) {
      throw new RegexpFault("expression too large", "...");
    }
    return this.steps.push(step) - 1;
  }

  emit(node: RegexpNode): void {
    const next = this.steps.length + 1;
    switch (node.type) {
      case "empty":
        return;
      case "char":
        this.push({ op: "char", matches: node.matches, next });
        return;
      case "assert":
        this.push({ op: "assert", assertion: node.assertion, next });
        return;
      case "group":
        this.push({ op: "save", slot: node.index * 2, next });
        this.emit(node.node);
        this.push({ op: "save", slot: node.index * 2 + 1, next: this.steps.length + 1 });
        return;
      case "concat":
        for (const each of node.nodes) {
          this.emit(each);
        }
        return;
      case "alternate":
        this.#alternate(node.nodes);
        return;
      case "repeat":
        this.#repeat(node);
    }
  }

  /** A split whose two ways are set once they are known. */
  #split(): Extract<Step, { op: "split" }> {
    const step: Extract<Step, { op: "split" }> = { op: "split", next: 0, other: 0 };
    this.push(step);
    return step;
  }

  #alternate(nodes: readonly RegexpNode[]): void {
    const ends: Extract<Step, { op: "split" }>[] = [];
    for (const [index, node] of nodes.entries()) {
      const split = index < nodes.length - 1 ? this.#split() : undefined;
      if (split !== undefined) {
        split.next = this.steps.length;
      }
      this.emit(node);
      if (split !== undefined) {
        ends.push(this.#split());
        split.other = this.steps.length;
      }
    }
    for (const end of ends) {
      end.next = this.steps.length;
      end.other = this.steps.length;
    }
  }

  #choose(split: Extract<Step, { op: "split" }>, greedy: boolean, body: number, after: number): void {
    split.next = greedy ? body : after;
    split.other = greedy ? after : body;
  }

  #repeat({ node, least, most, greedy }: Extract<RegexpNode, { type: "repeat" }>): void {
    for (let i = 0; i < (most === Infinity ? least - 1 : least); i++) {
      this.emit(node);
    }
    if (most === Infinity) {
      // A body that may be empty runs at least once before it may be skipped, which keeps Perl's preference (golang/go#46123).
      const optional = least === 0 ? this.#split() : undefined;
      const body = this.steps.length;
      this.emit(node);
      const again = this.#split();
      this.#choose(again, greedy, body, this.steps.length);
      if (optional !== undefined) {
        this.#choose(optional, greedy, body, this.steps.length);
      }
      return;
    }
    const optional: { split: Extract<Step, { op: "split" }>; body: number }[] = [];
    for (let i = least; i < most; i++) {
      const split = this.#split();
      optional.push({ split, body: this.steps.length });
      this.emit(node);
    }
    for (const { split, body } of optional) {
      this.#choose(split, greedy, body, this.steps.length);
    }
  }
}
