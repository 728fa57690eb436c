import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI, type Inode } from "@bjorn3/browser_wasi_shim";
import type { Effort, Measured } from "./contenders.ts";

/** Runs the reader over browser_wasi_shim, whose logging is switched off: it is on unless told otherwise. */
export async function runInShim(module: WebAssembly.Module, file: Uint8Array, effort: Effort): Promise<Measured> {
  let text = "";
  const lines = (line: string): void => void (text += line);
  const fds = [
    new OpenFile(new File([])),
    ConsoleStdout.lineBuffered(lines),
    ConsoleStdout.lineBuffered(lines),
    new PreopenDirectory("/", new Map<string, Inode>([["file", new File(file)]])),
  ];
  const args = ["reader", "/file", String(1 << 20), String(effort.samples), String(effort.minimumMs)];
  const wasi = new WASI(args, [], fds, { debug: false });
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const code = wasi.start(instance as Parameters<WASI["start"]>[0]);
  if (code !== 0) throw new Error(`the program ended with ${code}: ${text}`);
  return JSON.parse(text) as Measured;
}
