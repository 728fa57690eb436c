import { kindOf, type ProgramKind } from "slipway-wasm/node";
import { detectFormat } from "../../binary/detect-format.ts";
import { FormatError } from "../../binary/format-error.ts";
import { WasmModule } from "../../binary/wasm/wasm-module.ts";
import { SlipwayError } from "../../errors.ts";
import { isErrno } from "../file/errno.ts";
import { readBytesIfExists } from "../file/files.ts";

/** A program that the runtime can start. */
export interface WasmProgram {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly module: WasmModule;
  readonly kind: ProgramKind;
}

/** What builds a program that runs here. */
const BUILD_HINT = "build the program with GOOS=wasip1 GOARCH=wasm go build (or GOOS=js for a page)";

const RUN_PACKAGE = 'run the package of a folder with GOOS=wasip1 GOARCH=wasm go run -exec "slipway wasm run" .';

/** Import modules that the runtime has. */
const KNOWN = new Set(["wasi_snapshot_preview1", "wasi_unstable", "gojs", "go"]);

/**
 * Reads a WebAssembly program and tells what it is, before any engine sees it.
 *
 * @throws SlipwayError `file-not-found`; `wasm-invalid` for what cannot be run, saying what it is instead
 */
export async function readWasmProgram(path: string): Promise<WasmProgram> {
  const bytes = await readBytesIfExists(path).catch((cause: unknown) => {
    throw new SlipwayError("file-not-found", `Cannot read the program "${path}"`, {
      actual: (cause as Error).message,
      ...(isErrno(cause, "EISDIR") && { hint: RUN_PACKAGE }),
      cause,
    });
  });
  if (bytes === undefined) {
    throw new SlipwayError("file-not-found", `There is no program "${path}"`, { where: { file: path } });
  }
  const module = openModule(path, bytes);
  const kind = kindOf(module.imports, module.exports);
  const strange = [...new Set(module.imports.map((each) => each.module))].filter((name) => !KNOWN.has(name));
  if (kind === undefined) {
    const imports = strange.length === 0 ? "" : ` that imports from ${strange.map((name) => `"${name}"`).join(", ")}`;
    throw refused(path, `a module${imports} without the start function of a Go or WASI program`, BUILD_HINT);
  }
  if (strange.length > 0) {
    const names = module.imports.filter((each) => strange.includes(each.module));
    const list = names.map((each) => `"${each.module}" "${each.name}"`).join(", ");
    throw refused(
      path,
      `a program that imports ${list}, which no host module here provides`,
      "load it from a page of its own that passes these imports to the runtime's `imports` option, or build it without the package that needs them",
    );
  }
  return { path, bytes, module, kind };
}

function openModule(path: string, bytes: Uint8Array): WasmModule {
  const format = detectFormat(bytes);
  if (format === "wasm-component") {
    throw refused(
      path,
      "a WebAssembly component (WASI 0.2 or later)",
      "build it as a core module: GOOS=wasip1 GOARCH=wasm go build, or tinygo build -target wasip1",
    );
  }
  if (format !== "wasm") {
    throw refused(path, format === undefined ? "no WebAssembly" : `a native program (${format})`, BUILD_HINT);
  }
  try {
    const module = new WasmModule(bytes);
    void module.imports;
    void module.exports;
    return module;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new SlipwayError("wasm-invalid", `Cannot run "${path}": it is damaged`, {
      actual: error.message,
      hint: BUILD_HINT,
      cause: error,
    });
  }
}

function refused(path: string, what: string, hint: string): SlipwayError {
  return new SlipwayError("wasm-invalid", `Cannot run "${path}": it is ${what}`, {
    expected: "a core module built for GOOS=wasip1 or GOOS=js",
    hint,
  });
}
