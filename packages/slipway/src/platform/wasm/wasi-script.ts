/** Runs a wasip1 program in Node's own WASI: `node SCRIPT FOLDER PROGRAM [ARGUMENT...]`; it sees that folder only. */
export const WASI_SCRIPT = `import { readFile } from "node:fs/promises";
import { WASI } from "node:wasi";
const [, , folder, program, ...args] = process.argv;
const { PATH: _, ...env } = process.env;
const wasi = new WASI({ version: "preview1", args: [program, ...args], env, preopens: { [folder]: folder }, returnOnExit: true });
const { instance } = await WebAssembly.instantiate(await readFile(program), wasi.getImportObject());
process.exitCode = wasi.start(instance);
`;
