import { createReadStream, promises as fs } from "node:fs";

const PIECE = 1 << 20;

/** Buffers of a piece each that nobody uses just now: with a fresh one for each read the collector would run all the time. */
const idle: Uint8Array[] = [];
const MOST_IDLE = 8;

/** The content of a file in pieces of at most 1 MiB. */
export async function* readFilePieces(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: PIECE, ...(signal && { signal }) });
  for await (const piece of stream) yield piece as Uint8Array;
}

/** Like `readFilePieces`, but a piece is only lent: it is written over once the next one is asked for. */
export async function* lendFilePieces(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const file = await fs.open(path, "r");
  const buffer = idle.pop() ?? new Uint8Array(PIECE);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    if (idle.length < MOST_IDLE) idle.push(buffer);
    await file.close();
  }
}

/** What `writeFilePieces` needs to know. */
export interface WritePiecesOptions {
  readonly mode: number;
  readonly signal?: AbortSignal;
}

/**
 * Writes pieces to a new file and returns how many bytes it has. Small pieces are gathered before they are written; none
 * is kept once the next one is asked for.
 */
export async function writeFilePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: WritePiecesOptions,
): Promise<number> {
  const file = await fs.open(path, "w", options.mode);
  const buffer = idle.pop() ?? new Uint8Array(PIECE);
  let size = 0;
  let filled = 0;
  const flush = async (): Promise<void> => {
    await writeAll(file, buffer.subarray(0, filled));
    filled = 0;
  };
  try {
    for await (const piece of pieces) {
      options.signal?.throwIfAborted();
      size += piece.length;
      if (piece.length > PIECE - filled) await flush();
      if (piece.length >= PIECE) await writeAll(file, piece);
      else {
        buffer.set(piece, filled);
        filled += piece.length;
      }
    }
    await flush();
    // The umask may have taken bits away.
    await file.chmod(options.mode);
  } finally {
    if (idle.length < MOST_IDLE) idle.push(buffer);
    await file.close();
  }
  return size;
}

async function writeAll(file: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}
