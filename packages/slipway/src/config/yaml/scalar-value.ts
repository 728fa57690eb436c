import type { Scalar } from "yaml";

/** A scalar as Go's YAML reads it, with its text as spelt. */
export type ScalarValue =
  | { readonly kind: "null" }
  | { readonly kind: "bool"; readonly value: boolean; readonly text: string }
  | { readonly kind: "int"; readonly value: number; readonly text: string }
  | { readonly kind: "float"; readonly value: number; readonly text: string }
  | { readonly kind: "text"; readonly text: string };

const NULL = new Set(["", "~", "null", "Null", "NULL"]);
const TRUE = new Set(["true", "True", "TRUE"]);
const FALSE = new Set(["false", "False", "FALSE"]);
const INT = /^[-+]?(?:0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|\d+)$/u;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/u;

/**
 * Gives a scalar its meaning by the rules of go.yaml.in/yaml/v3 (`resolve.go`), which GoReleaser reads with: YAML 1.2,
 * but `0755` is octal and `1_000` a number.
 */
export function scalarValue(scalar: Scalar): ScalarValue {
  const text = scalar.type === "PLAIN" ? (scalar.source ?? "") : textOf(scalar.value);
  if (scalar.type !== "PLAIN" || scalar.tag === "tag:yaml.org,2002:str") return { kind: "text", text };
  if (NULL.has(text)) return { kind: "null" };
  if (TRUE.has(text)) return { kind: "bool", value: true, text };
  if (FALSE.has(text)) return { kind: "bool", value: false, text };
  const digits = text.replaceAll("_", "");
  if (INT.test(digits)) return { kind: "int", value: intValue(digits), text };
  if (FLOAT.test(digits)) return { kind: "float", value: Number(digits), text };
  return { kind: "text", text };
}

function intValue(digits: string): number {
  const sign = digits.startsWith("-") ? -1 : 1;
  const bare = digits.replace(/^[-+]/u, "");
  // A leading zero means octal to Go's ParseInt with base 0; `09` is then no number and falls back to decimal here.
  const value = /^0[0-7]+$/u.test(bare) ? Number.parseInt(bare, 8) : Number(bare);
  return sign * value;
}

/** The text of a scalar that is not plain: the library gives a string, or what a tag made of it. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
