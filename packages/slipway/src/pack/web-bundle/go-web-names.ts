/** What a program's sources tell of what it gives to a page. */
export interface GoWebNames {
  /** Names of parameters by the name of the export (`//go:wasmexport`). */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  /** Functions that a GOOS=js program puts on the page's global object. */
  readonly registered: readonly string[];
}

const EXPORT = /^\/\/go:wasmexport[ \t]+(\S+)[ \t]*\r?\n(?:\/\/[^\n]*\n)*func[ \t]+\w+\(([^)]*)\)/gm;
const REGISTERED = /js\.Global\(\)\.Set\(\s*"([A-Za-z_$][\w$]*)"\s*,\s*(?:js\.FuncOf|promise\.AsyncFunc)\(/g;

/** Reads names out of Go sources. They only make types nicer to read: types come from the program itself. */
export function goWebNames(sources: readonly string[]): GoWebNames {
  const parameters = new Map<string, readonly string[]>();
  const registered = new Set<string>();
  for (const source of sources) {
    for (const [, name = "", list = ""] of source.matchAll(EXPORT)) {
      const names = list
        .split(",")
        .map((each) => /^\s*([A-Za-z]\w*)/.exec(each)?.[1] ?? "")
        .filter((each) => each !== "");
      parameters.set(name, names);
    }
    for (const [, name = ""] of source.matchAll(REGISTERED)) registered.add(name);
  }
  return { parameters, registered: [...registered].sort() };
}
