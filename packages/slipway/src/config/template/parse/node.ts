import type { ByteString } from "../text/byte-string.ts";
import { quote } from "../text/quote.ts";
import type { NumberLiteral } from "./number.ts";

/** What every node has: the byte offset of its start. Texts in nodes are byte strings. */
interface Positioned {
  readonly offset: number;
}

/** A thing that stands as an argument: a literal, a field, a variable, a function's name or a parenthesized pipeline. */
export type Operand =
  | (Positioned & { readonly type: "bool"; readonly value: boolean })
  | (Positioned & { readonly type: "string"; readonly literal: ByteString; readonly value: ByteString })
  | (Positioned & { readonly type: "number"; readonly literal: ByteString; readonly value: NumberLiteral })
  | (Positioned & { readonly type: "nil" })
  | (Positioned & { readonly type: "dot" })
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | Pipeline;

/** `.A.B` */
export interface FieldNode extends Positioned {
  readonly type: "field";
  readonly names: readonly ByteString[];
}

/** `$x.A.B`; the first name is `$x`. */
export interface VariableNode extends Positioned {
  readonly type: "variable";
  readonly names: readonly ByteString[];
}

/** `(pipeline).A.B` or `function.A`. */
export interface ChainNode extends Positioned {
  readonly type: "chain";
  readonly base: Operand;
  readonly names: readonly ByteString[];
}

/** The name of a function. */
export interface IdentifierNode extends Positioned {
  readonly type: "identifier";
  readonly name: ByteString;
}

/** `function argument argument`. */
export interface Command extends Positioned {
  readonly type: "command";
  readonly words: readonly [Operand, ...Operand[]];
}

/** `$x, $y := command | command`. */
export interface Pipeline extends Positioned {
  readonly type: "pipeline";
  readonly declarations: readonly VariableNode[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A piece of a template's body. */
export type Node =
  | (Positioned & { readonly type: "text"; readonly text: ByteString })
  | (Positioned & { readonly type: "action"; readonly pipeline: Pipeline })
  | (Positioned & { readonly type: "break" | "continue" })
  | BranchNode
  | (Positioned & { readonly type: "template"; readonly name: ByteString; readonly pipeline: Pipeline | undefined });

/** `{{if}}`, `{{with}}` or `{{range}}`. */
export interface BranchNode extends Positioned {
  readonly type: "if" | "with" | "range";
  readonly pipeline: Pipeline;
  readonly list: ListNode;
  readonly otherwise: ListNode | undefined;
}

/** A body. */
export interface ListNode extends Positioned {
  readonly type: "list";
  readonly nodes: readonly Node[];
}

/** One template and the templates that it defines, by name. */
export interface Template {
  readonly name: ByteString;
  readonly text: ByteString;
  readonly trees: ReadonlyMap<ByteString, ListNode>;
}

/** A node as Go's messages show it: the source without what does not matter. */
export function nodeText(node: Operand | Command | Node | ListNode): ByteString {
  switch (node.type) {
    case "bool":
      return node.value ? "true" : "false";
    case "string":
    case "number":
      return node.literal;
    case "nil":
      return "nil";
    case "dot":
      return ".";
    case "field":
      return node.names.map((name) => `.${name}`).join("");
    case "variable":
      return node.names.join(".");
    case "chain":
      return (
        (node.base.type === "pipeline" ? `(${nodeText(node.base)})` : nodeText(node.base)) +
        node.names.map((name) => `.${name}`).join("")
      );
    case "identifier":
      return node.name;
    case "command":
      return node.words.map((word) => (word.type === "pipeline" ? `(${nodeText(word)})` : nodeText(word))).join(" ");
    case "pipeline": {
      const declarations = node.declarations.map(nodeText).join(", ");
      const commands = node.commands.map(nodeText).join(" | ");
      return declarations === "" ? commands : `${declarations} ${node.assigns ? "=" : ":="} ${commands}`;
    }
    case "text":
      return node.text;
    case "action":
      return `{{${nodeText(node.pipeline)}}}`;
    case "break":
    case "continue":
      return `{{${node.type}}}`;
    case "if":
    case "with":
    case "range": {
      const otherwise = node.otherwise === undefined ? "" : `{{else}}${nodeText(node.otherwise)}`;
      return `{{${node.type} ${nodeText(node.pipeline)}}}${nodeText(node.list)}${otherwise}{{end}}`;
    }
    case "template":
      return `{{template ${quote(node.name)}${node.pipeline === undefined ? "" : ` ${nodeText(node.pipeline)}`}}}`;
    default:
      return node.nodes.map(nodeText).join("");
  }
}
