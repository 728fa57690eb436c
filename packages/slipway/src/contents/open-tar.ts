import { READ_LIMITS } from "../archive/read-limits.ts";
import { tarRecords, type TarCursor, type TarRecord } from "../archive/tar/tar-records.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import { ArchiveError } from "../archive/archive-error.ts";
import type { Kept } from "../platform/file/byte-store.ts";
import type { Contents, Part } from "./container.ts";
import { readExactly, slice } from "./slice.ts";

const TYPES: Readonly<Record<string, Part["type"]>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "link",
  "2": "link",
  "5": "folder",
};

/** Opens a tar. Names are taken as they are: nothing is unpacked to where they lead. @throws ArchiveError */
export async function openTar(source: ByteSource): Promise<Contents> {
  const parts: Part[] = [];
  const cursor = new SourceCursor(source);
  for await (const record of tarRecords(cursor, READ_LIMITS)) parts.push(partOf(record, source));
  return { kind: "tar", facts: {}, parts, close: async () => {} };
}

function partOf(record: TarRecord, source: ByteSource): Part {
  const { raw, pax, offset } = record;
  const sparse = sparseSize(record);
  const size = sparse ?? record.size;
  const name = (pax.get("GNU.sparse.name") ?? record.name).replace(/^(?:\.\/)+(?=.)/u, "");
  const type = sparse === undefined ? (TYPES[raw.flag] ?? "other") : "file";
  const more = [...pax.keys()].filter((key) => !/^(?:path|linkpath|size|mtime|uname|gname|uid|gid)$/.test(key));
  return {
    name,
    type,
    size,
    offset,
    facts: {
      time: `${record.mtime}`,
      mode: `0${raw.mode.toString(8)}`,
      owner: `${pax.get("uid") ?? raw.uid}:${pax.get("gid") ?? raw.gid} ${record.owner}:${record.group}`,
      ...(type === "link" ? { link: record.link } : {}),
      type: raw.flag === "\0" ? "0" : raw.flag,
      "extended headers": more.map((key) => `${key}=${pax.get(key)}`).join(" "),
    },
    ...(type === "file" ? { open } : {}),
  };

  async function open(): Promise<Kept> {
    if (sparse !== undefined)
      throw new ArchiveError(
        "unsupported",
        offset,
        `Member ${JSON.stringify(name)} is a sparse file: its holes are not read`,
      );
    return slice(source, record.contentOffset, size);
  }
}

/** The size with its holes of a sparse file, whose content is written without them; `undefined` for all others. */
function sparseSize({ raw, pax }: TarRecord): number | undefined {
  if (raw.sparse !== undefined) return raw.sparse.size;
  const size = pax.get("GNU.sparse.realsize") ?? pax.get("GNU.sparse.size");
  return size !== undefined && /^\d{1,15}$/u.test(size) ? Number(size) : undefined;
}

/** Walks a file that can be read anywhere: contents are passed over unread. */
class SourceCursor implements TarCursor {
  readonly #source: ByteSource;
  #offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get offset(): number {
    return this.#offset;
  }

  async atEnd(): Promise<boolean> {
    return this.#offset >= this.#source.size;
  }

  async take(count: number, what: string): Promise<Uint8Array> {
    const bytes = await readExactly(this.#source, this.#offset, count, what);
    this.#offset += count;
    return bytes;
  }

  async skip(count: number, what: string): Promise<void> {
    if (this.#offset + count > this.#source.size)
      throw new ArchiveError("truncated", this.#source.size, `The archive ends within ${what}`);
    this.#offset += count;
  }
}
