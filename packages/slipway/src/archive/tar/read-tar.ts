import { ArchiveError } from "../archive-error.ts";
import type { ByteStream } from "../byte-stream.ts";
import type { EntryHead, EntryType } from "../entry.ts";
import { MemberNames } from "../member-names.ts";
import type { Member } from "../member.ts";
import { READ_LIMITS, type ReadLimits } from "../read-limits.ts";
import { StreamReader } from "../stream-reader.ts";
import { tarRecords, type TarRecord } from "./tar-records.ts";

const TYPES: Readonly<Record<string, EntryType>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "2": "symlink",
  "5": "directory",
};

/** How far a tar stream is trusted. */
export interface ReadTarOptions {
  readonly limits?: ReadLimits;
  /** It was made by a tool of ours just now and nobody unpacks it: any name and link goes. */
  readonly trusted?: boolean;
}

/**
 * Reads the members of a tar stream: ustar, pax, and GNU's long names. Names are hostile until proven otherwise.
 *
 * @throws ArchiveError for anything that is malformed, unsafe to unpack, too large or not read (devices, hard links,
 * sparse files); nothing else for what stands in the bytes.
 */
export async function* readTar(source: ByteStream, options: ReadTarOptions = {}): AsyncGenerator<Member> {
  const limits = options.limits ?? READ_LIMITS;
  const reader = new StreamReader(source);
  const names = new MemberNames();
  try {
    for await (const record of tarRecords(reader, limits)) {
      const entry = toEntry(record);
      // "./" is what `tar -C folder .` begins with; it is the folder itself.
      if (entry.name === "" && entry.type === "directory") continue;
      if (options.trusted !== true) names.add(entry.name, entry.type, record.offset, entry.link);
      let taken = 0;
      yield {
        entry,
        offset: record.offset,
        async *content() {
          for await (const piece of reader.pieces(entry.size - taken, `member "${entry.name}"`)) {
            taken += piece.length;
            yield piece;
          }
        },
      };
    }
    await readTail(reader, limits);
  } finally {
    await reader.close();
  }
}

/**
 * Reads what follows the end to its end, so that the layer below checks its own sum. Only zeros may stand there: a
 * reader that ignores the end would see other members than we do.
 */
async function readTail(reader: StreamReader, limits: ReadLimits): Promise<void> {
  const start = reader.offset;
  for (let piece = await reader.next(); piece !== undefined; piece = await reader.next()) {
    const offset = reader.offset - piece.length;
    if (piece.some((byte) => byte !== 0))
      throw new ArchiveError("corrupt", offset, "Something follows the end of the archive");
    if (reader.offset - start > limits.bytes)
      throw new ArchiveError("too-large", offset, "The archive does not end after its end");
  }
}

function toEntry({ raw, pax, name: written, link, size, mtime, owner, group, offset }: TarRecord): EntryHead {
  for (const key of pax.keys()) {
    if (key.startsWith("GNU.sparse")) throw new ArchiveError("unsupported", offset, "The archive holds a sparse file");
  }
  const type = TYPES[raw.flag];
  if (type === undefined)
    throw new ArchiveError("unsupported", offset, `A member has the type ${JSON.stringify(raw.flag)}`);
  if (type !== "file" && size !== 0)
    throw new ArchiveError("corrupt", offset, `A member that is a ${type} has ${size} bytes`);
  const name = written.replace(/^(?:\.\/)+/u, "").replace(/^\.$/u, "");
  return {
    // A name that ends in "/" is a folder in old archives.
    name: name.replace(/\/$/u, ""),
    type: type === "file" && name.endsWith("/") && size === 0 ? "directory" : type,
    mode: raw.mode,
    mtime,
    size,
    ...(type === "symlink" && { link }),
    ...(owner !== "" && { owner }),
    ...(group !== "" && { group }),
  };
}
