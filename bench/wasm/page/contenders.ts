/** One way to get a file's bytes, as the page names it. `where` says in which thread the reading program runs. */
export interface Contender {
  readonly name: ContenderName;
  readonly title: string;
  readonly what: string;
}

export type ContenderName =
  | "memory"
  | "opfs"
  | "ring"
  | "transfer"
  | "clone"
  | "shim"
  | "memfs"
  | "blob"
  | "cache"
  | "fetch"
  | "js-4k"
  | "memory-4k";

/** Fastest first, as it is expected: what stands below `memory` is compared with it. */
export const CONTENDERS: readonly Contender[] = [
  { name: "memory", title: "files in memory", what: "a wasip1 program and its files in one worker" },
  { name: "memfs", title: "Emscripten MEMFS", what: "FS.read into the memory of a Lua built with Emscripten" },
  { name: "opfs", title: "OPFS", what: "a wasip1 program over the browser's private file system" },
  {
    name: "ring",
    title: "ring in shared memory",
    what: "the files are another worker's, asked through SharedArrayBuffer",
  },
  { name: "transfer", title: "worker, transferred", what: "the files are another worker's, buffers change hands" },
  { name: "shim", title: "browser_wasi_shim", what: "the same program over @bjorn3/browser_wasi_shim" },
  { name: "clone", title: "worker, cloned", what: "as transferred, with structured clones" },
  { name: "blob", title: "Blob", what: "blob.arrayBuffer()" },
  { name: "cache", title: "Cache API", what: "cache.match(), then arrayBuffer()" },
  { name: "fetch", title: "fetch from localhost", what: "fetch with no-store, then arrayBuffer()" },
  { name: "memory-4k", title: "files in memory, 4 KB reads", what: "wasip1, 256 reads for 1 MB" },
  { name: "js-4k", title: "GOOS=js, 4 KB reads", what: "GOOS=js over the same files, 256 reads for 1 MB" },
];

/** How long to measure. */
export interface Effort {
  readonly samples: number;
  /** The shortest time that one sample may take, in ms. */
  readonly minimumMs: number;
  readonly rounds: number;
}

/** Samples of one contender: microseconds for one whole file. */
export interface Measured {
  readonly us: readonly number[];
  /** Reads in one sample. */
  readonly batch: number;
}

/** A worker's orders. */
export interface Order {
  readonly contender: ContenderName;
  readonly effort: Effort;
  readonly reader: WebAssembly.Module;
  readonly jsReader: WebAssembly.Module;
  readonly ring?: SharedArrayBuffer;
}

export const FILE_SIZE = 1 << 20;

/** The file that all read: its first and last bytes are checked by the program. */
export function makeFile(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(FILE_SIZE);
  for (let at = 0; at < bytes.length; at++) bytes[at] = (at * 31) & 255;
  bytes[0] = 0x5a;
  bytes[bytes.length - 1] = 0xa5;
  return bytes;
}
