import { SlipwayError } from "../errors.ts";
import { hostCompressors } from "../pack/web-bundle/host-compressors.ts";
import { makeBundle } from "../pack/web-bundle/make-bundle.ts";
import { readInputs } from "../pack/web-bundle/read-parts.ts";
import { readBytesIfExists, readTextIfExists, removeTree, writeFileAtomic } from "../platform/file/files.ts";
import { listFolder, pathType } from "../platform/file/walk.ts";
import { basename, join } from "../platform/path.ts";
import { makeTempFolder } from "../platform/file/temp-folder.ts";
import { runProcess } from "../platform/process/process.ts";
import { readWasmProgram } from "../platform/wasm/read-program.ts";
import { runtimeCode } from "../platform/wasm/runtime-code.ts";

/** What to bundle. Paths are absolute. */
export interface WasmBundle {
  readonly program: string;
  /** The folder to write. */
  readonly output: string;
  readonly page?: string;
  readonly assets?: string;
  readonly source?: string;
  readonly npm?: { readonly name: string; readonly version: string };
  /** Flags of wasm-opt; empty: it is not run. */
  readonly opt: readonly string[];
  readonly compress: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A file of a bundle. */
export interface BundledFile {
  readonly name: string;
  readonly size: number;
}

/**
 * Writes a bundle into a folder and removes what an earlier one left there.
 *
 * @throws SlipwayError `usage` for a folder with other files, `wasm-page`, `wasm-invalid`, `tool-not-found` without wasm-opt
 */
export async function bundleWasm(bundle: WasmBundle): Promise<readonly BundledFile[]> {
  const { output, page = "", assets = "", source = "", npm, compress } = bundle;
  const before = await bundledBefore(output);
  const { bytes, kind } = await readWasmProgram(bundle.program);
  const program = bundle.opt.length === 0 ? bytes : await optimize(bundle);
  const part = kind === "gojs" || kind === "tinygo" ? "js" : "wasip1";
  const name = basename(bundle.program).replace(/\.wasm$/, "");
  const inputs = await readInputs({ page, assets, source });
  const files = await makeBundle(
    { name, program, kind: part, runtime: runtimeCode(part), ...inputs, ...(npm === undefined ? {} : { npm }) },
    compress ? hostCompressors(2) : undefined,
  );
  // What others point to comes last, so that a server of this folder never names a file that is not there.
  const order = [...files].sort(([a], [b]) => Number(a === "index.html") - Number(b === "index.html"));
  for (const [file, content] of order) await writeFileAtomic(join(output, file), content);
  for (const file of before) if (!files.has(file)) await removeTree(join(output, file));
  return [...files].map(([file, { length }]) => ({ name: file, size: length }));
}

/** Names that an earlier bundle wrote here. */
async function bundledBefore(output: string): Promise<string[]> {
  const type = pathType(output);
  if (type === undefined) return [];
  if (type !== "folder") throw new SlipwayError("usage", `"${output}" is no folder`, { expected: "a folder to write" });
  const manifest = await readTextIfExists(join(output, "manifest.json"));
  if (manifest === undefined) {
    if (listFolder(output).length === 0) return [];
    throw new SlipwayError("usage", `The folder "${output}" holds files that no bundle wrote`, {
      expected: "an empty folder, or one with a bundle in it",
      hint: "name another folder with -o",
    });
  }
  try {
    const { files } = JSON.parse(manifest) as { files: Record<string, unknown> };
    const names = Object.keys(files).filter((name) => !name.split(/[\\/]/).includes("..") && !/^[\\/]/.test(name));
    return names.flatMap((name) => [name, `${name}.gz`, `${name}.br`]);
  } catch {
    return [];
  }
}

async function optimize({ program, opt, env, signal }: WasmBundle): Promise<Uint8Array> {
  const folder = await makeTempFolder("slipway-wasm");
  try {
    const out = join(folder, "program.wasm");
    const options = { cwd: folder, env, ...(signal === undefined ? {} : { signal }) };
    await runProcess(["wasm-opt", ...opt, program, "-o", out], options);
    return (await readBytesIfExists(out)) ?? new Uint8Array();
  } finally {
    await removeTree(folder);
  }
}
