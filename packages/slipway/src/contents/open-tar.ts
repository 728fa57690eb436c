import { READ_LIMITS } from "../archive/read-limits.ts";
import { tarRecords, type TarCursor, type TarRecord } from "../archive/tar/tar-records.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import { ArchiveError } from "../archive/archive-error.ts";
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
  const { raw, pax, size, offset } = record;
  const type = TYPES[raw.flag] ?? "other";
  const more = [...pax.keys()].filter((key) => !/^(?:path|linkpath|size|mtime|uname|gname|uid|gid)$/.test(key));
  return {
    name: record.name.replace(/^(?:\.\/)+(?=.)/u, ""),
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
    ...(type === "file" ? { open: async () => slice(source, record.contentOffset, size) } : {}),
  };
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
