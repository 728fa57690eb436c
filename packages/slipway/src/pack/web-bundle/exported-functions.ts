import { functionExports } from "../../binary/wasm/function-exports.ts";
import type { WasmModule } from "../../binary/wasm/wasm-module.ts";
import type { GoExport } from "./go-web-names.ts";

/** A function that a page can call. */
export interface ExportedFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** A type of TypeScript; `void` for none. */
  readonly result: string;
  /** How Go writes it, where its source is known. */
  readonly signature?: string;
}

interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** How values of WebAssembly look in JavaScript. */
const TYPES: Readonly<Record<string, string>> = { i32: "number", i64: "bigint", f32: "number", f64: "number" };

/** Words that TypeScript keeps for itself, of those that Go lets a parameter be called. */
const RESERVED =
  /^(?:arguments|await|catch|class|debugger|delete|do|enum|eval|export|extends|false|finally|function|implements|in|instanceof|interface|let|new|null|private|protected|public|static|super|this|throw|true|try|typeof|void|while|with|yield)$/;

/** The functions of `//go:wasmexport`, from the program itself; `written` is what the source tells of them. */
export function exportedFunctions(
  module: WasmModule,
  written: ReadonlyMap<string, GoExport>,
): readonly ExportedFunction[] {
  return functionExports(module).map(({ name, type }) => {
    const source = written.get(name);
    // Sources of another build of the program may have other parameters.
    const known = source?.names.length === type.params.length ? source : undefined;
    const parameters = type.params.map((each, at) => ({
      name: (known?.names[at] || `p${at}`).replace(RESERVED, "$&_"),
      type: TYPES[each] ?? "unknown",
    }));
    const result = TYPES[type.results[0] ?? ""] ?? "void";
    return { name, parameters, result, ...(known === undefined ? {} : { signature: known.signature }) };
  });
}
