/** The kinds of WebAssembly that Go toolchains write. */
export type ProgramKind = "gojs" | "tinygo" | "wasip1-command" | "wasip1-reactor";

/** An import as engines and readers list it. */
export interface ModuleImport {
  readonly module: string;
  readonly name: string;
}

/** The names of a module's imports by import module. */
export type ImportNames = ReadonlyMap<string, readonly string[]>;

export function importNames(module: WebAssembly.Module): ImportNames {
  return namesByModule(WebAssembly.Module.imports(module));
}

function namesByModule(imports: readonly ModuleImport[]): ImportNames {
  const names = new Map<string, string[]>();
  for (const { module: from, name } of imports) {
    const list = names.get(from) ?? [];
    list.push(name);
    names.set(from, list);
  }
  return names;
}

/**
 * Tells what a module is from what it imports and exports, which unlike a flag cannot be wrong: Go's js port imports `gojs`
 * (`go` before 1.21), TinyGo adds clocks of its own to that, and wasip1 modules export `_start` or `_initialize`.
 *
 * @returns undefined for a module that no Go toolchain wrote for the web
 */
export function detectKind(module: WebAssembly.Module): ProgramKind | undefined {
  return kindOf(WebAssembly.Module.imports(module), WebAssembly.Module.exports(module));
}

/** The same for who has read the module's tables without an engine. */
export function kindOf(
  imports: readonly ModuleImport[],
  exports: readonly { readonly name: string }[],
): ProgramKind | undefined {
  const names = namesByModule(imports);
  const js = names.get("gojs") ?? names.get("go");
  if (js !== undefined) return js.includes("runtime.wasmExit") ? "gojs" : "tinygo";
  const exported = new Set(exports.map(({ name }) => name));
  if (exported.has("_start")) return "wasip1-command";
  return exported.has("_initialize") ? "wasip1-reactor" : undefined;
}
