import { promises as fs } from "node:fs";
import { isErrno } from "./errno.ts";
import { fill } from "./fill.ts";

/** A larger memory is given back instead of kept. */
const MOST_KEPT = 64 << 20;

/** Memory that no reader has now. A system hands out fresh memory page by page, which costs more than reading a file into it. */
let idle: Uint8Array<ArrayBuffer> | undefined;

/**
 * Lends the bytes of a file, `undefined` where there is none, to a function that is done with them when it returns: the
 * memory then holds the next file. Other failures are thrown.
 */
export async function borrowBytes<T>(
  path: string,
  use: (bytes: Uint8Array | undefined) => T extends PromiseLike<unknown> ? never : T,
): Promise<T> {
  let file: fs.FileHandle;
  try {
    file = await fs.open(path);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return use(undefined);
    throw error;
  }
  let memory: Uint8Array<ArrayBuffer> | undefined;
  try {
    const { size } = await file.stat();
    memory = take(size);
    const length = await fill(file, memory.subarray(0, size), 0);
    return use(memory.subarray(0, length));
  } finally {
    if (memory !== undefined) giveBack(memory);
    await file.close();
  }
}

function take(size: number): Uint8Array<ArrayBuffer> {
  const memory = idle;
  if (memory === undefined || memory.length < size) return new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
  idle = undefined;
  return memory;
}

/** Of two, the larger one is kept. */
function giveBack(memory: Uint8Array<ArrayBuffer>): void {
  if (memory.length <= MOST_KEPT && memory.length > (idle?.length ?? -1)) idle = memory;
}
