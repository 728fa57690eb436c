import { ArchiveError } from "../archive/archive-error.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import type { Kept } from "../platform/file/byte-store.ts";

/** A run of a file as a file of its own. It lives as long as the file does. */
export function slice(source: ByteSource, start: number, size: number): Kept {
  return {
    size,
    read: (offset, length) => source.read(start + offset, Math.max(0, Math.min(length, size - offset))),
    release: async () => {},
  };
}

const PIECE = 1 << 20;

/** A file in pieces. */
export async function* piecesOf(source: ByteSource, start = 0): AsyncGenerator<Uint8Array> {
  for (let at = start; at < source.size;) {
    const piece = await source.read(at, PIECE);
    if (piece.length === 0) throw new ArchiveError("truncated", at, "The file became shorter while it was read");
    at += piece.length;
    yield piece;
  }
}

/** Exactly `length` bytes. @throws ArchiveError `truncated` */
export async function readExactly(
  source: ByteSource,
  offset: number,
  length: number,
  what: string,
): Promise<Uint8Array> {
  const bytes = offset + length > source.size ? undefined : await source.read(offset, length);
  if (bytes?.length !== length)
    throw new ArchiveError("truncated", Math.min(offset, source.size), `The file ends within ${what}`);
  return bytes;
}
