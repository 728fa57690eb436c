import { WasmModule } from "../../binary/wasm/wasm-module.ts";
import { SlipwayError } from "../../errors.ts";
import { sha256, sha384Base64 } from "../../platform/hash.ts";
import { bundlePage, defaultPage, hasPlace } from "./bundle-page.ts";
import { bundleTypes } from "./bundle-types.ts";
import { exportedFunctions } from "./exported-functions.ts";
import { goWebNames } from "./go-web-names.ts";

/** What a bundle is made of. */
export interface BundleParts {
  /** The word that file names begin with. */
  readonly name: string;
  readonly program: Uint8Array;
  readonly kind: "wasip1" | "js";
  /** The runtime's module. */
  readonly runtime: string;
  /** The program's Go sources, for names in the types. */
  readonly sources: readonly string[];
  /** A page with `<script type="module" src="slipway.js">`. */
  readonly page?: string;
  /** More files of the page, by name. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
  /** What makes it a package for npm. */
  readonly npm?: { readonly name: string; readonly version: string };
}

/** Compresses; results must not depend on the host. */
export interface Compressors {
  gzip(bytes: Uint8Array): Promise<Uint8Array>;
  brotli(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Files that are worth compressing for a server. */
const TEXT = /\.(?:js|wasm|html|css|json|svg|txt|md)$/;

/**
 * Makes the files of a bundle, by name: the same parts give the same bytes. What never changes under its name carries its
 * digest in it (`app-3f2a….wasm`); `index.js`, `index.html` and `manifest.json` have fixed names and are small.
 */
export async function makeBundle(
  parts: BundleParts,
  compress: Compressors | undefined,
): Promise<Map<string, Uint8Array>> {
  const { name, kind, npm } = parts;
  const encoder = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  const hashed = (base: string, extension: string, bytes: Uint8Array): string => {
    const file = `${base}-${sha256(bytes).slice(0, 12)}.${extension}`;
    files.set(file, bytes);
    return file;
  };
  const program = hashed(name, "wasm", parts.program);
  const runtime = hashed("runtime", "js", encoder.encode(parts.runtime));
  const integrity = (file: string): string => `sha384-${sha384Base64(files.get(file)!)}`;
  files.set("index.js", encoder.encode(entryCode(runtime, program, integrity(program))));
  const { exports, registered } = goWebNames(parts.sources);
  const functions = exportedFunctions(new WasmModule(parts.program), exports);
  files.set("index.d.ts", encoder.encode(bundleTypes(functions, registered)));
  if (npm === undefined) {
    const main = hashed("main", "js", encoder.encode(mainCode(kind)));
    const page = parts.page ?? defaultPage(name);
    if (!hasPlace(page)) {
      throw new SlipwayError("wasm-page", "The page does not say where the program is to be started", {
        expected: '<script type="module" src="slipway.js"></script>',
        hint: "put that element where wasm_exec.js and its script are now",
      });
    }
    const modules = ["index.js", runtime, main].map((file) => ({ name: file, integrity: integrity(file) }));
    const placed = bundlePage(page, { script: main, modules, program });
    files.set("index.html", encoder.encode(placed));
  } else {
    files.set("package.json", encoder.encode(packageJson(npm)));
  }
  for (const [file, bytes] of parts.assets) {
    if (files.has(file)) {
      throw new SlipwayError("wasm-page", `The assets have a file "${file}", which the bundle makes itself`, {
        hint: "give it another name",
      });
    }
    files.set(file, bytes);
  }
  const preload = [program, runtime, "index.js"];
  files.set("manifest.json", encoder.encode(manifest(parts, { files, program, preload, integrity })));
  if (compress !== undefined && npm === undefined) await addCompressed(files, compress);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entryCode(runtime: string, program: string, integrity: string): string {
  return `import { run, starter } from "./${runtime}";
export { memory, Pipe, Vfs } from "./${runtime}";
export const start = starter({
  url: new URL("./${program}", import.meta.url),
  integrity: "${integrity}",
  run,
});
`;
}

/** What the page runs. Output goes to the element with the id \`output\`, where there is one, else to the console. */
function mainCode(kind: "wasip1" | "js"): string {
  return `import { start } from "./index.js";
const output = document.getElementById("output");
const decoder = new TextDecoder();
const print = (bytes) => output.append(decoder.decode(bytes, { stream: true }));
const args = new URLSearchParams(location.search).getAll("arg");
const program = await start({ args${kind === "js" ? "" : ', env: { PWD: "/" }'}, ...(output && { stdout: print, stderr: print }) });
const code = await program.exited;
if (code !== 0) console.error("The program ended with " + code);
`;
}

function packageJson({ name, version }: { readonly name: string; readonly version: string }): string {
  const value = {
    name,
    version,
    type: "module",
    sideEffects: false,
    // Where the package runs without a browser.
    engines: { node: ">=22" },
    types: "./index.d.ts",
    exports: { ".": { types: "./index.d.ts", default: "./index.js" }, "./manifest.json": "./manifest.json" },
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** What a server or a service worker wants to know: sizes, digests, and what to fetch first. */
function manifest(
  { name, kind }: BundleParts,
  bundle: {
    readonly files: ReadonlyMap<string, Uint8Array>;
    readonly program: string;
    readonly preload: readonly string[];
    readonly integrity: (file: string) => string;
  },
): string {
  const files = Object.fromEntries(
    [...bundle.files.keys()]
      .sort()
      .map((file) => [file, { size: bundle.files.get(file)!.length, integrity: bundle.integrity(file) }]),
  );
  const value = { name, kind, program: bundle.program, entry: "index.js", preload: bundle.preload, files };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function addCompressed(files: Map<string, Uint8Array>, compress: Compressors): Promise<void> {
  const plain = [...files].filter(([file]) => TEXT.test(file));
  for (const [file, bytes] of plain) {
    // One after the other: brotli takes memory and a core for seconds.
    for (const [extension, packed] of [
      ["gz", await compress.gzip(bytes)],
      ["br", await compress.brotli(bytes)],
    ] as const) {
      // A file that does not get smaller is served as it is.
      if (packed.length < bytes.length) files.set(`${file}.${extension}`, packed);
    }
  }
}
