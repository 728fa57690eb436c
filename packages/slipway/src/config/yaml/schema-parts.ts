import { isMap, isSeq, type Node } from "yaml";

/** The parts of a valibot schema that the language uses; see `schema/words.ts`. */
export interface SchemaParts {
  readonly type: string;
  readonly pipe?: readonly SchemaParts[];
  readonly wrapped?: SchemaParts;
  readonly entries?: Readonly<Record<string, SchemaParts>>;
  readonly item?: SchemaParts;
  readonly value?: SchemaParts;
  readonly options?: readonly unknown[];
  /** Of the steps that a pipe has after its schema: `transformation` or `metadata`. */
  readonly kind?: string;
  readonly operation?: (value: unknown) => unknown;
}

/** What kind of node can be read by a schema. */
export type NodeKind = "scalar" | "list" | "section";

/** The kind of a node. */
export function kindOf(node: Node): NodeKind {
  return isMap(node) ? "section" : isSeq(node) ? "list" : "scalar";
}

/** The kinds of nodes that a schema reads. */
export function kindsOf(schema: SchemaParts): ReadonlySet<NodeKind> {
  const core = schema.pipe?.[0] ?? schema;
  if (core !== schema && core.pipe) return kindsOf(core);
  if (core.type === "union")
    return new Set(((core.options ?? []) as readonly SchemaParts[]).flatMap((option) => Array.from(kindsOf(option))));
  if (core.type === "array") return new Set(["list"]);
  if (core.type === "record" || core.type.endsWith("_object")) return new Set(["section"]);
  return new Set(["scalar"]);
}

/** What a schema asks for, in words. */
export function nameOf(schema: SchemaParts): string {
  const core = schema.pipe?.[0] ?? schema;
  if (core !== schema && core.pipe) return nameOf(core);
  switch (core.type) {
    case "union":
      return [...new Set(((core.options ?? []) as readonly SchemaParts[]).map(nameOf))].join(" or ");
    case "array":
      return "a list";
    case "record":
    case "strict_object":
    case "loose_object":
      return "a section";
    case "boolean":
      return "true or false";
    case "number":
      return "a number";
    case "picklist":
      return `one of ${((core.options ?? []) as readonly string[]).join(", ")}`;
    default:
      return "text";
  }
}

/** What a list or a map holds for an item that says nothing, as Go's zero value. */
export function emptyOf(schema: SchemaParts | undefined): unknown {
  if (schema === undefined || schema.type === "unknown") return null;
  const kinds = kindsOf(schema);
  if (kinds.has("section")) return {};
  if (kinds.has("list")) return [];
  const core = schema.pipe?.[0] ?? schema;
  return core.type === "number" ? 0 : core.type === "boolean" ? false : "";
}
