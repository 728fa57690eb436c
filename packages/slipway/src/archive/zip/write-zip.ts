import type { ByteStream } from "../byte-stream.ts";
import { deflateStream, type DeflateOptions, type Deflater } from "../deflate/deflater.ts";
import { entryContent, type Entry } from "../entry.ts";
import {
  CENTRAL_HEADER,
  DATA_DESCRIPTOR,
  DEFLATED,
  END,
  LOCAL_HEADER,
  MAX_UINT16,
  MAX_UINT32,
  RecordWriter,
  STORED,
  ZIP64_END,
  ZIP64_LOCATOR,
  dosTime,
} from "./zip-record.ts";

/** "Made by Unix, version 2.0": external attributes hold Unix modes. The same on every host. */
const MADE_BY = (3 << 8) | 20;
const FLAG_DESCRIPTOR = 1 << 3;
const FLAG_UTF8 = 1 << 11;
const TYPE_BITS = { file: 0o100000, directory: 0o040000, symlink: 0o120000 } as const;

/** A file this near to 4 GiB may pass it once compressed, so its sizes are written with 64 bits. */
const ZIP64_FROM = MAX_UINT32 - (1 << 22);

interface Written {
  readonly entry: Entry;
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * Writes a zip stream. Files are deflated and followed by a data descriptor, so nothing is written twice and memory
 * stays bounded; links, directories and empty files are stored with their sizes in front. 64-bit records appear only
 * where 32 bits are too few. Times are UTC: a DOS time, and the exact second in an extended timestamp.
 *
 * @throws RangeError when an entry's content is not as long as its head says.
 */
export async function* writeZip(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  deflater: Deflater,
  options: DeflateOptions,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  const encoder = new TextEncoder();
  let offset = 0;
  for await (const entry of entries) {
    const name = encoder.encode(entry.type === "directory" ? `${entry.name}/` : entry.name);
    const utf8 = name.some((byte) => byte > 0x7f) ? FLAG_UTF8 : 0;
    const start = offset;
    if (entry.type === "file" && entry.size > 0) {
      const head = { entry, name, flags: FLAG_DESCRIPTOR | utf8, method: DEFLATED, offset: start };
      const wide = entry.size >= ZIP64_FROM;
      const local = localHeader({ ...head, crc: 0, compressed: 0, size: 0 }, wide);
      yield local;
      let crc = 0;
      async function* counted(source: ByteStream): AsyncGenerator<Uint8Array> {
        for await (const piece of source) {
          crc = deflater.crc32(piece, crc);
          yield piece;
        }
      }
      let compressed = 0;
      for await (const piece of deflateStream(counted(entryContent(entry)), deflater, options)) {
        compressed += piece.length;
        yield piece;
      }
      const descriptor = new RecordWriter().u32(DATA_DESCRIPTOR).u32(crc);
      if (wide) descriptor.u64(compressed).u64(entry.size);
      else descriptor.u32(compressed).u32(entry.size);
      const tail = descriptor.finish();
      yield tail;
      offset += local.length + compressed + tail.length;
      written.push({ ...head, crc, compressed, size: entry.size });
    } else {
      const content = entry.type === "symlink" ? encoder.encode(entry.link ?? "") : new Uint8Array(0);
      const record = {
        entry,
        name,
        flags: utf8,
        method: STORED,
        crc: deflater.crc32(content, 0),
        compressed: content.length,
        size: content.length,
        offset: start,
      };
      const local = localHeader(record, false);
      yield local;
      if (content.length > 0) yield content;
      offset += local.length + content.length;
      written.push(record);
    }
  }
  const central = offset;
  for (const record of written) {
    const header = centralHeader(record);
    yield header;
    offset += header.length;
  }
  yield endRecords(written.length, central, offset);
}

/** Extra field "UT": one flag byte (modification time only) and the second (Info-ZIP appnote, extrafld.txt). */
function timestamp(mtime: number): Uint8Array {
  const second = Math.min(Math.max(Math.trunc(mtime), -0x80000000), 0x7fffffff);
  return new RecordWriter().u16(0x5455).u16(5).bytes(Uint8Array.of(1)).u32(second).finish();
}

function localHeader(record: Written, wide: boolean): Uint8Array {
  const { date, time } = dosTime(record.entry.mtime);
  const extra = new RecordWriter();
  // The sizes follow in the descriptor; this field tells readers that they have 64 bits there.
  if (wide) extra.u16(1).u16(16).u64(0).u64(0);
  const extras = extra.bytes(timestamp(record.entry.mtime)).finish();
  return new RecordWriter()
    .u32(LOCAL_HEADER)
    .u16(wide ? 45 : 20)
    .u16(record.flags)
    .u16(record.method)
    .u16(time)
    .u16(date)
    .u32(record.crc)
    .u32(wide ? MAX_UINT32 : record.compressed)
    .u32(wide ? MAX_UINT32 : record.size)
    .u16(record.name.length)
    .u16(extras.length)
    .bytes(record.name)
    .bytes(extras)
    .finish();
}

function centralHeader(record: Written): Uint8Array {
  const { entry } = record;
  const { date, time } = dosTime(entry.mtime);
  const wideSizes = entry.type === "file" && record.size >= ZIP64_FROM;
  const wideOffset = record.offset >= MAX_UINT32;
  const extra = new RecordWriter();
  if (wideSizes || wideOffset) {
    extra.u16(1).u16((wideSizes ? 16 : 0) + (wideOffset ? 8 : 0));
    if (wideSizes) extra.u64(record.size).u64(record.compressed);
    if (wideOffset) extra.u64(record.offset);
  }
  const extras = extra.bytes(timestamp(entry.mtime)).finish();
  return new RecordWriter()
    .u32(CENTRAL_HEADER)
    .u16(MADE_BY)
    .u16(wideSizes || wideOffset ? 45 : 20)
    .u16(record.flags)
    .u16(record.method)
    .u16(time)
    .u16(date)
    .u32(record.crc)
    .u32(wideSizes ? MAX_UINT32 : record.compressed)
    .u32(wideSizes ? MAX_UINT32 : record.size)
    .u16(record.name.length)
    .u16(extras.length)
    .u16(0)
    .u16(0)
    .u16(0)
    .u32((((TYPE_BITS[entry.type] | entry.mode) << 16) | (entry.type === "directory" ? 0x10 : 0)) >>> 0)
    .u32(wideOffset ? MAX_UINT32 : record.offset)
    .bytes(record.name)
    .bytes(extras)
    .finish();
}

function endRecords(count: number, central: number, end: number): Uint8Array {
  const size = end - central;
  const records = new RecordWriter();
  const wide = count >= MAX_UINT16 || central >= MAX_UINT32 || size >= MAX_UINT32;
  if (wide) {
    records
      .u32(ZIP64_END)
      .u64(44)
      .u16(MADE_BY + 25)
      .u16(45)
      .u32(0)
      .u32(0);
    records.u64(count).u64(count).u64(size).u64(central);
    records.u32(ZIP64_LOCATOR).u32(0).u64(end).u32(1);
  }
  return records
    .u32(END)
    .u16(0)
    .u16(0)
    .u16(Math.min(count, MAX_UINT16))
    .u16(Math.min(count, MAX_UINT16))
    .u32(wide ? Math.min(size, MAX_UINT32) : size)
    .u32(wide ? Math.min(central, MAX_UINT32) : central)
    .u16(0)
    .finish();
}
