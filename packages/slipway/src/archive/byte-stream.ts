/** Bytes that come in pieces of any size. A piece belongs to its receiver: senders do not write to it again. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * An empty piece that says: what comes next is better not in one block with what came before. Known by identity; to who
 * does not look for it, it is a piece of no bytes.
 */
export const CUT: Uint8Array = new Uint8Array(0);

/**
 * Cuts a stream into pieces of exactly `size` bytes (the last one may be shorter), so that what is made of it does not
 * depend on how a file was read. An empty stream gives no piece.
 */
export async function* cutEvenly(source: ByteStream, size: number): AsyncGenerator<Uint8Array> {
  let pending = new Uint8Array(size);
  let filled = 0;
  for await (const piece of source) {
    let at = 0;
    while (at < piece.length) {
      const count = Math.min(size - filled, piece.length - at);
      pending.set(piece.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled === size) {
        yield pending;
        pending = new Uint8Array(size);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield pending.subarray(0, filled);
}

/**
 * Collects a stream into one array.
 *
 * @throws RangeError when more than `limit` bytes come.
 */
export async function readAll(source: ByteStream, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length > limit) throw new RangeError(`Cannot hold more than ${limit} bytes`);
    pieces.push(piece);
  }
  return joinBytes(pieces);
}

/** One array out of many. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
