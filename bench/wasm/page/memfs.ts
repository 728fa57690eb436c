import { LuaFactory } from "wasmoon";
import type { Effort, Measured } from "./contenders.ts";
import { sample } from "./statistics.ts";

/** The parts of Emscripten's file system that its `fd_read` calls. */
interface Memfs {
  writeFile(path: string, data: Uint8Array): void;
  open(path: string, mode: string): object;
  read(stream: object, into: Uint8Array, offset: number, length: number, position: number): number;
}

interface Emscripten {
  readonly FS: Memfs;
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
}

/** Reads a file of Emscripten's MEMFS into the memory of the program that it belongs to, as a read of that program does. */
export async function readInMemfs(file: Uint8Array, effort: Effort): Promise<Measured> {
  const { module } = await new LuaFactory("/lua.wasm").getLuaModule();
  const emscripten = module as unknown as Emscripten;
  const { FS } = emscripten;
  FS.writeFile("/file", file);
  const stream = FS.open("/file", "r");
  const at = emscripten._malloc(file.length);
  // Taken after the allocation, which may have replaced it.
  const memory = emscripten.HEAPU8;
  return sample(() => {
    const count = FS.read(stream, memory, at, file.length, 0);
    if (count !== file.length) throw new Error(`MEMFS gave ${count} bytes`);
  }, effort);
}
