import { READ_LIMITS } from "../archive/read-limits.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import { decompress, type Compression } from "../platform/decompress.ts";
import type { ByteStore } from "../platform/file/byte-store.ts";
import type { Contents } from "./container.ts";
import { piecesOf } from "./slice.ts";

/** Opens a compressed file: its one part has no name. @throws ArchiveError when the part is opened */
export async function openCompressed(kind: Compression, source: ByteSource, store: ByteStore): Promise<Contents> {
  return {
    kind,
    ...(kind === "gzip" ? await readGzipHeader(source) : { facts: {}, dataOffset: 0 }),
    parts: [
      {
        name: "",
        type: "file",
        size: source.size,
        offset: 0,
        facts: {},
        open: () => store.keep(decompress(kind, piecesOf(source), READ_LIMITS)),
      },
    ],
    close: async () => {},
  };
}

const SYSTEMS: Readonly<Record<number, string>> = { 0: "FAT", 3: "Unix", 7: "Macintosh", 10: "NTFS", 255: "unknown" };

/** The header of the first gzip member (RFC 1952, 2.3). */
async function readGzipHeader(source: ByteSource): Promise<Pick<Contents, "facts"> & { readonly dataOffset: number }> {
  const head = await source.read(0, 1024);
  if (head.length < 10) return { facts: {}, dataOffset: 0 };
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const flags = head[3]!;
  let at = 10;
  if (flags & 4 && at + 2 <= head.length) at += 2 + view.getUint16(at, true);
  const text = (): string => {
    const end = head.indexOf(0, at);
    const value = new TextDecoder("latin1").decode(head.subarray(at, end < 0 ? head.length : end));
    at = end < 0 ? head.length : end + 1;
    return value;
  };
  const facts = {
    time: `${view.getUint32(4, true)}`,
    name: flags & 8 ? text() : "",
    comment: flags & 16 ? text() : "",
    system: SYSTEMS[head[9]!] ?? `${head[9]}`,
    "extra flags": `${head[8]}`,
  };
  return { facts, dataOffset: at };
}
