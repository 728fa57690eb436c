import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type * as v from "valibot";
import { SlipwayError, type ErrorCode, type ErrorDetails } from "../../errors.ts";
import { nearestWord } from "./nearest-word.ts";
import type { YamlFile } from "./parse-yaml.ts";
import { pathKey, pathText, type ConfigPath } from "./path-text.ts";
import { scalarValue, type ScalarValue } from "./scalar-value.ts";
import { emptyOf, kindOf, kindsOf, nameOf, type SchemaParts } from "./schema-parts.ts";

/** Most values that a file may have once its aliases are expanded. Real files have a few hundred. */
export const MAX_VALUES = 100_000;

/** Most problems that are told of one file. */
export const MAX_PROBLEMS = 50;

/** Where a value was written. */
export interface Spot {
  readonly file: YamlFile;
  readonly node: Node;
}

/** What a file says, and where. `value` holds what could be read when there are problems. */
export interface ReadValue {
  readonly value: unknown;
  readonly problems: readonly SlipwayError[];
  /** By `pathKey`. Keys of sections are found with the path of the section and the key after a `?`. */
  readonly spots: ReadonlyMap<string, Spot>;
}

/**
 * Reads a document by a schema of the config language.
 *
 * It stands in for valibot's own run, because the words are about YAML nodes: every problem has a place, all unknown
 * keys are told, numbers keep their spelling where text is asked for, and merge keys and aliases are followed with
 * bounds. What it accepts, the schema accepts too (a property test holds it to that).
 */
export function readValue(
  file: YamlFile,
  schema: v.GenericSchema<unknown, unknown>,
  hintFor: HintForKey = () => NOTHING,
): ReadValue {
  const reader = new Reader(file, hintFor);
  const value = file.root === null ? undefined : reader.read(schema, file.root, []);
  return { value, problems: reader.problems.toSorted(byPlace), spots: reader.spots };
}

/** What to write in place of an unknown key, where more is known than the keys beside it. */
export type HintForKey = (path: ConfigPath, key: string) => string | undefined;

/** Nothing was said: `key:` alone. */
const NOTHING = undefined;

class Reader {
  readonly #file: YamlFile;
  readonly problems: SlipwayError[] = [];
  readonly spots = new Map<string, Spot>();
  readonly #open = new Set<Node>();
  #values = 0;
  readonly #hintFor: HintForKey;

  constructor(file: YamlFile, hintFor: HintForKey) {
    this.#file = file;
    this.#hintFor = hintFor;
  }

  read(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    if (this.problems.length >= MAX_PROBLEMS) return NOTHING;
    this.#values += 1;
    if (this.#values > MAX_VALUES)
      throw this.#error("config-syntax", node, "The file has too many values, aliases expanded", {
        expected: `at most ${MAX_VALUES} values`,
      });
    if (isAlias(node))
      return this.#through(this.#file.targets.get(node), node, (target) => this.read(schema, target, path));
    this.spots.set(pathKey(path), { file: this.#file, node });
    const [first, ...steps] = schema.pipe ?? [schema];
    const core = first === undefined || first === schema ? schema : first;
    const value =
      core.pipe === undefined || core === schema ? this.#core(core, node, path) : this.read(core, node, path);
    if (value === NOTHING) return NOTHING;
    let result: unknown = value;
    for (const step of steps) {
      if (step.kind === "transformation" && step.operation) result = step.operation(result);
      else if (step.type === "integer" && !Number.isInteger(result)) return this.#wrong(node, path, "a whole number");
    }
    return result;
  }

  #core(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    switch (schema.type) {
      case "optional":
        return schema.wrapped === undefined ? NOTHING : this.read(schema.wrapped, node, path);
      case "strict_object":
      case "loose_object":
        return this.#section(schema, node, path);
      case "record":
        return this.#map(schema, node, path);
      case "array":
        return this.#list(schema, node, path);
      case "union":
        return this.#union(schema, node, path);
      case "unknown":
        return this.#anything(node, path);
      default:
        return this.#scalar(schema, node, path);
    }
  }

  #section(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    if (schema.type === "loose_object")
      return isMap(node) ? this.#anything(node, path) : this.#wrong(node, path, "a section");
    if (isNothing(node)) return NOTHING;
    if (!isMap(node)) return this.#wrong(node, path, "a section");
    const entries = schema.entries ?? {};
    const section: Record<string, unknown> = {};
    for (const [key, pair, keyNode] of this.#pairs(node, path)) {
      if (this.problems.length >= MAX_PROBLEMS) break;
      const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
      if (entry === undefined) {
        this.#unknownKey(key, keyNode, path, Object.keys(entries));
        continue;
      }
      this.spots.set(pathKey([...path, "?", key]), { file: this.#file, node: keyNode });
      const value = pair.value === null ? NOTHING : this.read(entry, pair.value as Node, [...path, key]);
      if (value !== NOTHING) section[key] = value;
    }
    return section;
  }

  #map(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    if (isNothing(node)) return NOTHING;
    if (!isMap(node)) return this.#wrong(node, path, "a section");
    const map: Record<string, unknown> = {};
    for (const [key, pair] of this.#pairs(node, path)) {
      const value =
        pair.value === null
          ? NOTHING
          : this.read(schema.value ?? { type: "unknown" }, pair.value as Node, [...path, key]);
      // A key called `__proto__` must stay a key.
      Object.defineProperty(map, key, {
        value: value === NOTHING ? emptyOf(schema.value) : value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return map;
  }

  #list(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    if (isNothing(node)) return NOTHING;
    if (!isSeq(node)) {
      const hint =
        isScalar(node) && node.type === "PLAIN" ? { hint: `Write it as a list: [${String(node.source)}]` } : {};
      return this.#wrong(node, path, "a list", hint);
    }
    const list: unknown[] = [];
    const item = schema.item ?? { type: "unknown" };
    for (const [index, child] of (node as YAMLSeq<Node>).items.entries()) {
      if (this.problems.length >= MAX_PROBLEMS) break;
      const value = this.read(item, child, [...path, index]);
      list.push(value === NOTHING ? emptyOf(item) : value);
    }
    return list;
  }

  /** The language's unions differ by the kind of node: a scalar, a list or a section. */
  #union(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    if (isNothing(node)) return NOTHING;
    const options = (schema.options ?? []) as readonly SchemaParts[];
    const kind = kindOf(node);
    const fits = options.find((option) => kindsOf(option).has(kind));
    if (fits) return this.read(fits, node, path);
    return this.#wrong(node, path, options.map(nameOf).join(" or "));
  }

  #scalar(schema: SchemaParts, node: Node, path: ConfigPath): unknown {
    if (!isScalar(node)) return this.#wrong(node, path, nameOf(schema));
    const scalar = scalarValue(node);
    if (scalar.kind === "null") return NOTHING;
    switch (schema.type) {
      case "string":
        return scalar.text;
      case "boolean":
        return (
          booleanOf(scalar) ??
          this.#wrong(
            node,
            path,
            nameOf(schema),
            scalar.text.includes("{{") ? { hint: "This switch cannot be a template" } : {},
          )
        );
      case "number":
        return scalar.kind === "int" || scalar.kind === "float"
          ? scalar.value
          : this.#wrong(node, path, nameOf(schema));
      case "picklist": {
        const words = (schema.options ?? []) as readonly string[];
        if (scalar.text === "") return NOTHING;
        if (words.includes(scalar.text)) return scalar.text;
        const nearest = nearestWord(scalar.text, words);
        return this.#wrong(
          node,
          path,
          `one of ${words.join(", ")}`,
          nearest === undefined ? {} : { hint: `Did you mean "${nearest}"?` },
        );
      }
      default:
        throw new Error(`Internal error: the config language has no ${schema.type}`);
    }
  }

  #anything(node: Node, path: ConfigPath): unknown {
    if (isMap(node)) return this.#map({ type: "record", value: { type: "unknown" } }, node, path);
    if (isSeq(node)) return this.#list({ type: "array", item: { type: "unknown" } }, node, path);
    const scalar = scalarValue(node as Scalar);
    if (scalar.kind === "null") return NOTHING;
    return scalar.kind === "text" ? scalar.text : scalar.value;
  }

  /** The pairs of a section, its own before those that merge keys (`<<`) bring in. */
  #pairs(node: YAMLMap, path: ConfigPath): [string, Pair, Node][] {
    const pairs = new Map<string, [string, Pair, Node]>();
    const merges: Node[] = [];
    for (const pair of node.items) {
      const keyNode = pair.key as Node;
      if (!isScalar(keyNode)) {
        this.#problem("config-invalid", keyNode, "A key must be text", {});
        continue;
      }
      const key = keyNode.type === "PLAIN" ? (keyNode.source ?? "") : String(keyNode.value);
      if (key === "<<" && keyNode.type === "PLAIN") {
        if (pair.value !== null) merges.push(pair.value as Node);
      } else if (pairs.has(key))
        this.#problem(
          "config-invalid",
          keyNode,
          `Key "${key}" is there twice ${inSection(path)}`,
          this.#firstLine(pairs.get(key)?.[2]),
        );
      else pairs.set(key, [key, pair, keyNode]);
    }
    for (const merge of merges) this.#merge(merge, pairs, path);
    return [...pairs.values()];
  }

  #merge(node: Node, pairs: Map<string, [string, Pair, Node]>, path: ConfigPath): void {
    if (isAlias(node)) this.#through(this.#file.targets.get(node), node, (target) => this.#merge(target, pairs, path));
    else if (isSeq(node)) for (const item of node.items) this.#merge(item as Node, pairs, path);
    else if (isMap(node)) {
      this.#values += node.items.length;
      if (this.#values > MAX_VALUES)
        throw this.#error("config-syntax", node, "The file has too many values, aliases expanded", {
          expected: `at most ${MAX_VALUES} values`,
        });
      for (const entry of this.#pairs(node, path)) if (!pairs.has(entry[0])) pairs.set(entry[0], entry);
    } else
      this.#problem("config-invalid", node, "A merge key (<<) takes a section or a list of sections", {
        actual: nodeName(node),
      });
  }

  /** Follows an alias, which must not lead back into what is being read. */
  #through<T>(target: Node | undefined, alias: Node, follow: (target: Node) => T): T | undefined {
    if (target === undefined || this.#open.has(target))
      throw this.#error("config-syntax", alias, "This alias stands for something that contains it");
    this.#open.add(target);
    try {
      return follow(target);
    } finally {
      this.#open.delete(target);
    }
  }

  #unknownKey(key: string, node: Node, path: ConfigPath, known: readonly string[]): void {
    const hint = this.#hintFor(path, key) ?? keyHint(key, known);
    this.#problem(
      "config-unknown-key",
      node,
      `Unknown key "${key}" ${inSection(path)}`,
      hint === undefined ? {} : { hint },
    );
  }

  #wrong(node: Node, path: ConfigPath, expected: string, details: ErrorDetails = {}): undefined {
    this.#problem("config-invalid", node, `${inWords(path)} must be ${expected}`, {
      ...details,
      actual: nodeName(node),
    });
    return NOTHING;
  }

  #firstLine(node: Node | undefined): ErrorDetails {
    if (!node?.range) return {};
    return { hint: `It is first on line ${this.#file.text.place(node.range[0]).line}` };
  }

  #problem(code: ErrorCode, node: Node, message: string, details: ErrorDetails): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(this.#error(code, node, message, details));
  }

  #error(code: ErrorCode, node: Node, message: string, details: ErrorDetails = {}): SlipwayError {
    const [start, end] = node.range ?? [0, 1];
    return new SlipwayError(code, message, { where: this.#file.text.place(start, end), ...details });
  }
}

function keyHint(key: string, known: readonly string[]): string | undefined {
  const nearest = nearestWord(key, known);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  if (known.length > 40) return undefined;
  return known.length === 0 ? "No key is known here yet" : `Keys here: ${known.join(", ")}`;
}

function isNothing(node: Node): boolean {
  return isScalar(node) && scalarValue(node).kind === "null";
}

/** YAML 1.1's words are taken where only a switch can be, as go.yaml.in/yaml/v3 does. */
function booleanOf(scalar: ScalarValue): boolean | undefined {
  if (scalar.kind === "bool") return scalar.value;
  if (scalar.kind !== "text") return undefined;
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/u.test(scalar.text)) return true;
  if (/^(?:n|N|no|No|NO|off|Off|OFF)$/u.test(scalar.text)) return false;
  return undefined;
}

function nodeName(node: Node): string {
  if (isMap(node)) return "a section";
  if (isSeq(node)) return "a list";
  const scalar = scalarValue(node as Scalar);
  if (scalar.kind === "null") return "nothing";
  return scalar.text.length > 60 ? `"${scalar.text.slice(0, 57)}..."` : `"${scalar.text}"`;
}

function inWords(path: ConfigPath): string {
  return path.length === 0 ? "The file" : pathText(path);
}

function inSection(path: ConfigPath): string {
  return path.length === 0 ? "at the top of the file" : `in ${pathText(path)}`;
}

function byPlace(left: SlipwayError, right: SlipwayError): number {
  const [a, b] = [left.details.where, right.details.where];
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
