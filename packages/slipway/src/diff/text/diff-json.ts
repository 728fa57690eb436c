import { orderOf } from "../../binary/diff/item-order.ts";
import { valueHint } from "../../binary/diff/value-hint.ts";
import { seen, type Seen } from "../collector.ts";

const MAX_TOLD = 50;
const MAX_DEPTH = 64;

/** Says which values of two JSON texts differ, by their paths; `undefined` when one of them is no JSON. */
export function diffJson(a: string, b: string): readonly Seen[] | undefined {
  if (!/^\s*[[{]/.test(a) || !/^\s*[[{]/.test(b)) return undefined;
  let values: readonly [unknown, unknown];
  try {
    values = [JSON.parse(a), JSON.parse(b)];
  } catch {
    return undefined;
  }
  const found: Seen[] = [];
  walk(values[0], values[1], "$", 0, found);
  if (found.length === 0) {
    const message = "The same values, written differently";
    return [
      { code: "json", subject: "$", message, a: null, b: null, hint: "write JSON with sorted keys and one style" },
    ];
  }
  const digests = found.filter((each) => each.code === "digest");
  // Sizes stand beside digests: one line tells of all.
  const isSize = (each: Seen): boolean => digests.length > 0 && /\.size$/i.test(each.subject);
  const rest = found.filter((each) => each.code !== "digest" && !isSize(each));
  return digests.length === 0 ? rest : [...rest, digests[0]!];
}

function walk(a: unknown, b: unknown, path: string, depth: number, found: Seen[]): void {
  if (found.length >= MAX_TOLD || Object.is(a, b)) return;
  if (depth < MAX_DEPTH && Array.isArray(a) && Array.isArray(b)) {
    const order = orderOf(
      a.map((item) => JSON.stringify(item)),
      b.map((item) => JSON.stringify(item)),
      "items",
    );
    if (order !== undefined) found.push({ code: "order", ...order, subject: path });
    else
      for (let at = 0; at < Math.max(a.length, b.length); at++) walk(a[at], b[at], `${path}[${at}]`, depth + 1, found);
    return;
  }
  if (depth < MAX_DEPTH && isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      walk(a[key], b[key], `${path}.${key}`, depth + 1, found);
    }
    return;
  }
  const [textA, textB] = [textOf(a), textOf(b)];
  if (textA === textB) return;
  if (isDigest(textA) && isDigest(textB)) {
    const message = "Digests and sizes of other files differ";
    found.push({
      code: "digest",
      subject: "digests",
      message,
      a: null,
      b: null,
      hint: "look at the files that it lists",
    });
  } else found.push(seen("json", path, textA, textB, valueHint(textA ?? "", textB ?? "")));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isDigest(text: string | null): boolean {
  return text !== null && /^(?:sha(?:1|256|384|512)[:-])?(?:[0-9a-f]{32,128}|[A-Za-z0-9+/]{43}=)$/.test(text);
}
