import { sprint, sprintf, sprintln } from "../format/printf.ts";
import { ANY, bool, concrete, GoError, int, string, truth, uint, zeroOf } from "../value/value.ts";
import type { GoFunction, Maybe, Value } from "../value/value.ts";
import { isEqual, isLess } from "./compare.ts";
import { escapeHtml, escapeScript, escapeUrl } from "./escape.ts";

const VALUE = "reflect.Value";

function indexNumber(index: Maybe, limit: number): number {
  if (index === undefined) {
    throw new GoError("cannot index slice/array with nil");
  }
  // `slice` does not look into interfaces, so that a field of the data is no index there (Go 1.26).
  if (index.kind !== "int" && index.kind !== "uint") {
    throw new GoError(`cannot index slice/array with type ${index.type}`);
  }
  const number = BigInt.asIntN(64, index.value);
  if (number < 0n || number > BigInt(limit)) {
    throw new GoError(`index out of range: ${number}`);
  }
  return Number(number);
}

function mapKey(inner: Maybe): string {
  if (inner === undefined) {
    throw new GoError("value is nil; should be of type string");
  }
  if (inner.kind !== "string" || inner.type !== "string") {
    throw new GoError(`value has type ${inner.type}; should be string`);
  }
  return inner.value;
}

/** `index x 1 "a"` is `x[1]["a"]`. */
function index(item: Maybe, ...indexes: Maybe[]): Maybe {
  let current = concrete(item);
  if (current === undefined) {
    throw new GoError("index of untyped nil");
  }
  // Without an index, even an interface stays one.
  let result: Maybe = current;
  for (const each of indexes) {
    current = concrete(result);
    if (current === undefined) {
      throw new GoError("index of nil pointer");
    }
    result = indexOnce(current, concrete(each));
  }
  return result;
}

function indexOnce(item: Value, each: Maybe): Value {
  switch (item.kind) {
    case "string": {
      const at = indexNumber(each, item.value.length);
      if (at === item.value.length) {
        throw new GoError("reflect: string index out of range");
      }
      return uint(item.value.charCodeAt(at), "uint8");
    }
    case "slice": {
      const found = item.items[indexNumber(each, item.items.length)];
      if (found === undefined) {
        throw new GoError("reflect: slice index out of range");
      }
      return found;
    }
    case "map":
      return item.entries.get(mapKey(each)) ?? zeroOf(item.element);
    default:
      throw new GoError(`can't index item of type ${item.type}`);
  }
}

/** `slice x 1 2` is `x[1:2]`. */
function slice(item: Maybe, ...indexes: Maybe[]): Maybe {
  const inner = concrete(item);
  if (inner === undefined) {
    throw new GoError("slice of untyped nil");
  }
  if (indexes.length > 3) {
    throw new GoError(`too many slice indexes: ${indexes.length}`);
  }
  if (inner.kind !== "string" && inner.kind !== "slice") {
    throw new GoError(`can't slice item of type ${inner.type}`);
  }
  if (inner.kind === "string" && indexes.length === 3) {
    throw new GoError("cannot 3-index slice a string");
  }
  const length = inner.kind === "string" ? inner.value.length : inner.items.length;
  const all = inner.kind === "slice" ? [...inner.items, ...(inner.spare ?? [])] : [];
  const limit = inner.kind === "string" ? length : all.length;
  const [from = 0, to = length, end = limit] = indexes.map((each) => indexNumber(each, limit));
  if (from > to) {
    throw new GoError(`invalid slice index: ${from} > ${to}`);
  }
  if (to > end) {
    throw new GoError(`invalid slice index: ${to} > ${end}`);
  }
  if (inner.kind === "string") {
    return { ...inner, value: inner.value.slice(from, to) };
  }
  return {
    kind: "slice",
    type: inner.type,
    element: inner.element,
    items: all.slice(from, to),
    spare: all.slice(to, end),
  };
}

function length(item: Maybe): Value {
  const inner = concrete(item);
  switch (inner?.kind) {
    case "string":
      return int(inner.value.length);
    case "slice":
      return int(inner.items.length);
    case "map":
      return int(inner.entries.size);
    default:
      break;
  }
  if (inner === undefined) {
    throw new GoError(item === undefined ? "reflect: call of reflect.Value.Type on zero Value" : "len of nil pointer");
  }
  throw new GoError(`len of type ${inner.type}`);
}

/** The text of arguments for the escaping functions. */
function plainText(values: readonly Maybe[]): string {
  return sprint(values.map((value) => (concrete(value) === undefined ? string("<no value>") : value)));
}

function comparison(test: (a: Maybe, b: Maybe) => boolean): GoFunction {
  return { parameters: [VALUE, VALUE], run: (a, b) => bool(test(a, b)) };
}

function atMost(a: Maybe, b: Maybe): boolean {
  return isLess(a, b) || isEqual(a, [b]);
}

/** Joins arguments with `fmt.Sprint`, then changes the text. */
function textFunction(change: (text: string) => string): GoFunction {
  return { parameters: [], variadic: ANY, run: (...values) => string(change(plainText(values))) };
}

/**
 * The functions that every template has (`text/template/funcs.go`).
 *
 * `and`, `or` and `call` are special: the executor evaluates them, so only their parameters count here.
 */
export const BUILTINS: Readonly<Record<string, GoFunction>> = {
  and: { parameters: [VALUE], variadic: VALUE, run: (...values) => values.find((value) => !truth(value)) },
  or: { parameters: [VALUE], variadic: VALUE, run: (...values) => values.find(truth) },
  call: { parameters: [VALUE], variadic: VALUE, run: () => undefined },
  not: { parameters: [VALUE], run: (value) => bool(!truth(value)) },
  index: { parameters: [VALUE], variadic: VALUE, run: index },
  slice: { parameters: [VALUE], variadic: VALUE, run: slice },
  len: { parameters: [VALUE], run: length },
  print: { parameters: [], variadic: ANY, run: (...values) => string(sprint(values)) },
  println: { parameters: [], variadic: ANY, run: (...values) => string(sprintln(values)) },
  printf: {
    parameters: ["string"],
    variadic: ANY,
    run: (format, ...values) => string(sprintf(format?.kind === "string" ? format.value : "", values)),
  },
  html: textFunction(escapeHtml),
  js: textFunction(escapeScript),
  urlquery: textFunction((text) => escapeUrl(text, "query")),
  eq: { parameters: [VALUE], variadic: VALUE, run: (first, ...others) => bool(isEqual(first, others)) },
  ne: comparison((a, b) => !isEqual(a, [b])),
  lt: comparison(isLess),
  le: comparison(atMost),
  gt: comparison((a, b) => !atMost(a, b)),
  ge: comparison((a, b) => !isLess(a, b)),
};
