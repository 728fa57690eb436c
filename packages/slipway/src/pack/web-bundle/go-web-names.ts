/** What a program's sources tell of what it gives to a page. */
export interface GoWebNames {
  /** By the name of the export (`//go:wasmexport`). */
  readonly exports: ReadonlyMap<string, GoExport>;
  /** Functions that a GOOS=js program puts on the page's global object. */
  readonly registered: readonly GoRegistered[];
}

/** How the source writes an exported function. */
export interface GoExport {
  readonly signature: string;
  /** A name for each parameter of WebAssembly; empty where the source has none. */
  readonly names: readonly string[];
}

/** A function on the page's global object; it gives a promise when `promise.AsyncFunc` made it. */
export interface GoRegistered {
  readonly name: string;
  readonly async: boolean;
}

const EXPORT = /^\/\/go:wasmexport[ \t]+(\S+)[ \t]*\r?\n(?:\/\/[^\n]*\n)*(func[ \t]+\w+\(([^)]*)\)[^{\r\n]*)/gm;
const COMMENT = /\/\*.*?\*\/|\/\/[^\n]*/gs;
const GLOBAL = /\b(\w+)(?:[ \t]+js\.Value)?[ \t]*:?=[ \t]*js\.Global\(\)[ \t]*(?:\r?\n|;)/g;
const MADE = /\b(\w+)(?:[ \t]+js\.(?:Func|Value))?[ \t]*:?=[ \t]*(js\.FuncOf|promise\.AsyncFunc)\(/g;
const SET =
  /(js\.Global\(\)|\b\w+)(?:\.Get\("(?:window|globalThis|self)"\))?\.Set\(\s*"([A-Za-z_$][\w$]*)"\s*,\s*(?:(js\.FuncOf|promise\.AsyncFunc)\(|(\w+)\s*\))/g;

/** Reads names out of Go sources. They only make types nicer to read: types come from the program itself. */
export function goWebNames(sources: readonly string[]): GoWebNames {
  const exports = new Map<string, GoExport>();
  const registered = new Map<string, boolean>();
  for (const source of sources) {
    for (const [, name = "", signature = "", list = ""] of source.matchAll(EXPORT)) {
      exports.set(name, { signature: oneLine(signature), names: parameterNames(list) });
    }
    for (const [name, async] of registeredIn(source)) registered.set(name, async);
  }
  const names = [...registered.keys()].sort();
  return { exports, registered: names.map((name) => ({ name, async: registered.get(name) === true })) };
}

function oneLine(text: string): string {
  return text.replace(COMMENT, "").replace(/\s+/g, " ").trim();
}

/** Go's lists say a type once for several names (`a, b int32`); a string is two parameters, its address and its length. */
function parameterNames(list: string): readonly string[] {
  const entries = oneLine(list)
    .split(",")
    .map((entry) => entry.trim().split(" "))
    .filter(([first]) => first !== "");
  const named = entries.some((words) => words.length > 1);
  let type = "";
  return entries
    .toReversed()
    .flatMap((words) => {
      if (words.length > 1 || !named) type = words.at(-1) ?? "";
      const name = named ? (words[0] ?? "").replace(/^_$/, "") : "";
      return type === "string" ? [`${name}Length`, `${name}Pointer`].map((each) => (name === "" ? "" : each)) : [name];
    })
    .reverse();
}

/** Functions that are set on the global object, by themselves or through a variable of the same file. */
function* registeredIn(source: string): Generator<[name: string, async: boolean]> {
  const globals = new Set([...source.matchAll(GLOBAL)].map(([, name]) => name));
  const made = new Map([...source.matchAll(MADE)].map(([, name, maker]) => [name, maker]));
  for (const [, on = "", name = "", direct, variable] of source.matchAll(SET)) {
    const maker = direct ?? made.get(variable);
    if (maker !== undefined && (on === "js.Global()" || globals.has(on))) yield [name, maker === "promise.AsyncFunc"];
  }
}
