import { ArchiveError } from "../archive-error.ts";
import { END, MAX_UINT16, MAX_UINT32, ZIP64_END, ZIP64_LOCATOR } from "./zip-record.ts";
import { ZipFields } from "./zip-fields.ts";

/** A file that can be read anywhere. `read` gives exactly what is there, at most `length` bytes. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A file that is in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Where the central directory is. */
export interface CentralDirectory {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
}

/** The end record and its longest comment. */
const END_SIZE = 22;
const SEARCH = END_SIZE + MAX_UINT16;

/**
 * Finds the central directory from the end of the file. The end record must end the file exactly with its comment, so
 * that no two readers can disagree about which one counts.
 *
 * @throws ArchiveError
 */
export async function findCentral(source: ByteSource): Promise<CentralDirectory> {
  const start = Math.max(0, source.size - SEARCH);
  const tail = await source.read(start, source.size - start);
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail[at + 1] !== 0x4b || tail[at + 2] !== 5 || tail[at + 3] !== 6) continue;
    const fields = new ZipFields(tail.subarray(at), start + at);
    if (fields.u32() !== END) continue;
    const [disk, startDisk] = [fields.u16(), fields.u16()];
    const [here, count, size, offset, comment] = [fields.u16(), fields.u16(), fields.u32(), fields.u32(), fields.u16()];
    if (comment !== fields.left) continue;
    const endOffset = start + at;
    if (count === MAX_UINT16 || size === MAX_UINT32 || offset === MAX_UINT32) {
      const wide = await findZip64(source, endOffset);
      if (wide !== undefined) return checked(wide, endOffset);
    }
    if (disk !== 0 || startDisk !== 0 || here !== count)
      throw new ArchiveError("unsupported", endOffset, "The archive has several volumes");
    return checked({ count, offset, size }, endOffset);
  }
  throw new ArchiveError("truncated", source.size, "There is no end of a central directory");
}

async function findZip64(source: ByteSource, endOffset: number): Promise<CentralDirectory | undefined> {
  if (endOffset < 20) return undefined;
  const locator = new ZipFields(await source.read(endOffset - 20, 20), endOffset - 20);
  if (locator.u32() !== ZIP64_LOCATOR) return undefined;
  locator.skip(4);
  const offset = locator.u64();
  if (offset + 56 > endOffset)
    throw new ArchiveError("corrupt", endOffset - 20, "The zip64 end record lies outside the file");
  const record = new ZipFields(await source.read(offset, 56), offset);
  if (record.u32() !== ZIP64_END)
    throw new ArchiveError("corrupt", offset, "The zip64 end record does not begin as one");
  record.skip(8 + 2 + 2);
  const disks = record.u32() + record.u32();
  const [here, count, size, central] = [record.u64(), record.u64(), record.u64(), record.u64()];
  if (disks !== 0 || here !== count) throw new ArchiveError("unsupported", offset, "The archive has several volumes");
  return { count, offset: central, size };
}

function checked(directory: CentralDirectory, endOffset: number): CentralDirectory {
  if (directory.offset + directory.size > endOffset) {
    throw new ArchiveError("corrupt", endOffset, "The central directory lies outside the file");
  }
  // A record has at least 46 bytes, so a small file cannot claim many members.
  if (directory.count * 46 > directory.size)
    throw new ArchiveError("corrupt", endOffset, "There are more members than the directory can hold");
  return directory;
}
