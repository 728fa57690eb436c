import { cutEvenly, type ByteStream } from "../byte-stream.ts";
import { LC, LP, LzmaEncoder, PB } from "./lzma-encoder.ts";

/**
 * Uncompressed bytes per block, which is also the dictionary: blocks stand alone, so memory is bounded and a decoder
 * needs 8 MiB.
 */
const BLOCK = 1 << 23;
/** 8 MiB in the coding of LZMA2's dictionary size: (2 | (22 & 1)) << (22 / 2 + 11). */
const DICTIONARY_BYTE = 22;
const CHECK_CRC32 = 1;
const MAX_STORED = 1 << 16;

/** What writing xz needs from the host. */
export interface XzTools {
  readonly crc32: (bytes: Uint8Array, seed: number) => number;
}

/**
 * Writes an .xz stream (The .xz File Format 1.2.1): LZMA2 in blocks of 8 MiB, each with its CRC-32, no filters. The
 * encoder is our own and plain arithmetic, so the bytes are the same everywhere.
 */
export async function* writeXz(source: ByteStream, { crc32 }: XzTools): AsyncGenerator<Uint8Array> {
  const sealed = (bytes: readonly number[]): Uint8Array =>
    Uint8Array.from([...bytes, ...u32(crc32(Uint8Array.from(bytes), 0))]);
  const flags = [0, CHECK_CRC32];
  yield Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...flags, ...u32(crc32(Uint8Array.from(flags), 0))]);
  const records: { unpadded: number; size: number }[] = [];
  for await (const piece of cutEvenly(source, BLOCK)) {
    // Size of this header in fours less one; one filter, no sizes; LZMA2 with one byte of properties; padding.
    const header = sealed([2, 0, 0x21, 1, DICTIONARY_BYTE, 0, 0, 0]);
    yield header;
    let compressed = 0;
    for (const chunk of lzma2Chunks(piece)) {
      compressed += chunk.length;
      yield chunk;
      // Encoding takes long and this thread has more to do.
      await new Promise((resolve) => setTimeout(resolve));
    }
    yield Uint8Array.from([...zeros(compressed), ...u32(crc32(piece, 0))]);
    records.push({ unpadded: header.length + compressed + 4, size: piece.length });
  }
  const index = [0, ...varint(records.length)];
  for (const record of records) index.push(...varint(record.unpadded), ...varint(record.size));
  index.push(...zeros(index.length));
  yield sealed(index);
  const footer = [...u32((index.length + 4) / 4 - 1), ...flags];
  yield Uint8Array.from([...u32(crc32(Uint8Array.from(footer), 0)), ...footer, 0x59, 0x5a]);
}

/** LZMA2 chunks of one block: a control byte, sizes, data; what does not shrink is stored; a zero ends it. */
function* lzma2Chunks(bytes: Uint8Array): Generator<Uint8Array> {
  const encoder = new LzmaEncoder(bytes);
  let needsDictionary = true;
  let needsProperties = true;
  let needsState = true;
  while (!encoder.done) {
    const { start, end, compressed } = encoder.nextChunk();
    if (compressed.length < end - start) {
      const reset = needsDictionary ? 3 : needsProperties ? 2 : needsState ? 1 : 0;
      const size = end - start - 1;
      const stored = compressed.length - 1;
      const head = [0x80 | (reset << 5) | (size >>> 16), (size >>> 8) & 0xff, size & 0xff, stored >>> 8, stored & 0xff];
      if (reset >= 2) head.push((PB * 5 + LP) * 9 + LC);
      const chunk = new Uint8Array(head.length + compressed.length);
      chunk.set(head);
      chunk.set(compressed, head.length);
      yield chunk;
      needsDictionary = needsProperties = needsState = false;
      continue;
    }
    for (let at = start; at < end; at += MAX_STORED) {
      const part = bytes.subarray(at, Math.min(end, at + MAX_STORED));
      const chunk = new Uint8Array(3 + part.length);
      chunk.set([needsDictionary ? 1 : 2, ((part.length - 1) >>> 8) & 0xff, (part.length - 1) & 0xff]);
      chunk.set(part, 3);
      yield chunk;
      needsDictionary = false;
    }
    encoder.resetState();
    needsState = true;
  }
  yield Uint8Array.of(0);
}

/** Zeros up to a multiple of four. */
function zeros(length: number): number[] {
  return Array.from({ length: (4 - (length % 4)) % 4 }, () => 0);
}

function u32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}
