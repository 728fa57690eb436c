import { createReadStream, promises as fs } from "node:fs";

const PIECE = 1 << 20;

/** The content of a file in pieces of at most 1 MiB. */
export async function* readFilePieces(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: PIECE, ...(signal && { signal }) });
  for await (const piece of stream) yield piece as Uint8Array;
}

/** What `writeFilePieces` needs to know. */
export interface WritePiecesOptions {
  readonly mode: number;
  readonly signal?: AbortSignal;
}

/** Writes pieces to a new file and returns how many bytes it has. Small pieces are gathered before they are written. */
export async function writeFilePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: WritePiecesOptions,
): Promise<number> {
  const file = await fs.open(path, "w", options.mode);
  let size = 0;
  try {
    let gathered: Uint8Array[] = [];
    let waiting = 0;
    const flush = async (): Promise<void> => {
      if (waiting > 0) await writeAll(file, gathered, waiting);
      gathered = [];
      waiting = 0;
    };
    for await (const piece of pieces) {
      options.signal?.throwIfAborted();
      gathered.push(piece);
      waiting += piece.length;
      size += piece.length;
      if (waiting >= PIECE) await flush();
    }
    await flush();
    // The umask may have taken bits away.
    await file.chmod(options.mode);
  } finally {
    await file.close();
  }
  return size;
}

async function writeAll(file: fs.FileHandle, pieces: readonly Uint8Array[], length: number): Promise<void> {
  const joined = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length);
  for (let at = 0; at < joined.length;) at += (await file.write(joined, at)).bytesWritten;
}
