import * as v from "valibot";

/** A schema of the config language: what it takes from the file, and `T`, what it gives. */
export type Shape<T> = v.GenericSchema<unknown, T>;

/** What an editor shows of a key. */
export interface Note {
  /** The value that holds when the key is not there, as a person reads it. */
  readonly default?: string | number | boolean;
  /** The key to use in its place. */
  readonly deprecated?: string;
  readonly examples?: readonly (string | number)[];
}

/** What the schema keeps of a section beside its keys. */
export interface SectionNote extends Note {
  /** Name of the definition in the JSON Schema. */
  readonly title: string;
}

type Entries = Readonly<Record<string, Shape<unknown>>>;

/** What a section gives: every key may be missing. */
export type SectionOf<E extends Entries> = { readonly [K in keyof E]?: v.InferOutput<E[K]> | undefined };

function noted<T>(schema: v.GenericSchema<unknown, T>, about: string | undefined, note: Note): Shape<T> {
  return v.pipe(schema, v.metadata({ ...note, ...(about === undefined ? {} : { description: about }) }));
}

/** Text. Numbers, switches and dates of YAML are taken as they are spelt. */
export function text(about?: string, note: Note = {}): Shape<string> {
  return noted(v.string() as Shape<string>, about, note);
}

/** `true` or `false`, and nothing to fill in. */
export function flag(about?: string, note: Note = {}): Shape<boolean> {
  return noted(v.boolean() as Shape<boolean>, about, note);
}

/** A switch that may be a template: `true`, `false` or text. Given as text. */
export function toggle(about?: string, note: Note = {}): Shape<string> {
  return noted(v.pipe(v.union([v.string(), v.boolean()]), v.transform(String)) as Shape<string>, about, note);
}

/** Text that often looks like a number (`goarm: 7`). Given as text. */
export function textOrNumber(about?: string, note: Note = {}): Shape<string> {
  return noted(v.pipe(v.union([v.string(), v.number()]), v.transform(String)) as Shape<string>, about, note);
}

/** A whole number; `0755` and `0o755` are octal, as GoReleaser reads them. */
export function whole(about?: string, note: Note = {}): Shape<number> {
  return noted(v.pipe(v.number(), v.integer()) as Shape<number>, about, note);
}

/** One of some words. The empty word stands for the default. */
export function word<const W extends readonly string[]>(words: W, about?: string, note: Note = {}): Shape<W[number]> {
  return noted(v.picklist(words) as Shape<W[number]>, about, note);
}

/** A list. One value that is not in a list is refused: write `[value]`. */
export function list<T>(item: Shape<T>, about?: string, note: Note = {}): Shape<T[]> {
  return noted(v.array(item) as Shape<T[]>, about, note);
}

/** A list of texts. */
export function texts(about?: string, note: Note = {}): Shape<string[]> {
  return list(text(), about, note);
}

/** One value or a list of them; given as a list. */
export function oneOrMore<T>(item: Shape<T>, about?: string, note: Note = {}): Shape<T[]> {
  const schema = v.pipe(
    v.union([item, v.array(item)]),
    v.transform((value: T | T[]) => (Array.isArray(value) ? value : [value])),
  );
  return noted(schema as Shape<T[]>, about, note);
}

/** Command line flags: a list, or one text that is split at white space; given as a list. */
export function flags(about?: string, note: Note = {}): Shape<string[]> {
  const schema = v.pipe(
    v.union([v.string(), v.array(v.string())]),
    v.transform((value) => (typeof value === "string" ? value.split(/\s+/u).filter((part) => part !== "") : value)),
  );
  return noted(schema as Shape<string[]>, about, note);
}

/** Names to values of one shape. */
export function mapOf<T>(value: Shape<T>, about?: string, note: Note = {}): Shape<Record<string, T>> {
  return noted(v.record(v.string(), value) as Shape<Record<string, T>>, about, note);
}

/** Names to texts. */
export function textMap(about?: string, note: Note = {}): Shape<Record<string, string>> {
  return mapOf(text(), about, note);
}

/** A mapping whose content is somebody else's language; kept as written. */
export function anyMap(about?: string, note: Note = {}): Shape<Record<string, unknown>> {
  return noted(v.record(v.string(), v.unknown()) as Shape<Record<string, unknown>>, about, note);
}

/** A section with exactly these keys. All may be missing; others are errors. */
export function section<E extends Entries>(title: string, about: string, entries: E): Shape<SectionOf<E>> {
  const optional = Object.fromEntries(Object.entries(entries).map(([key, shape]) => [key, v.optional(shape)]));
  const note: SectionNote & { description: string } = { title, description: about };
  return v.pipe(v.strictObject(optional), v.metadata({ ...note }));
}

/** A section that may be written as one text, which then is its key `short`. */
export function shorthand<S extends object>(shape: Shape<S>, short: keyof S & string, about?: string): Shape<S> {
  const schema = v.pipe(
    v.union([v.string(), shape]),
    v.transform((value) => (typeof value === "string" ? ({ [short]: value } as S) : value)),
  );
  return noted(schema as Shape<S>, about, {});
}

/** Sections that may be written as one text, as a list of texts or sections, or as both mixed. */
export function shorthands<S extends object>(shape: Shape<S>, short: keyof S & string, about?: string): Shape<S[]> {
  return oneOrMore(shorthand(shape, short), about);
}

/** A mapping in somebody else's language, of which only some names can be told. */
export function untyped(title: string, names: readonly string[]): Shape<Record<string, unknown>> {
  const entries = Object.fromEntries(names.map((name) => [name, v.optional(v.unknown())]));
  return v.pipe(v.looseObject(entries), v.metadata({ title }));
}
