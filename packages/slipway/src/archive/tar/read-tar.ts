import { ArchiveError } from "../archive-error.ts";
import type { ByteStream } from "../byte-stream.ts";
import type { EntryHead, EntryType } from "../entry.ts";
import { MemberNames } from "../member-names.ts";
import type { Member } from "../member.ts";
import { READ_LIMITS, type ReadLimits } from "../read-limits.ts";
import { StreamReader } from "../stream-reader.ts";
import { parseHeader, type RawHeader } from "./parse-header.ts";
import { parsePax } from "./pax-parse.ts";
import { BLOCK } from "./tar-header.ts";

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
  let entries = 0;
  let bytes = 0;
  let pax = new Map<string, string>();
  let long: { name?: string; link?: string } = {};
  try {
    for (;;) {
      const offset = reader.offset;
      // Some writers leave out the two blocks of zeros; the end of the file is an end too.
      if (await reader.atEnd()) {
        if (entries === 0 && offset === 0) throw new ArchiveError("truncated", 0, "The archive is empty");
        return;
      }
      const raw = parseHeader(await reader.take(BLOCK, "a header"), offset);
      if (raw === undefined) return await readTail(reader, limits);
      if (raw.flag === "x" || raw.flag === "g" || raw.flag === "L" || raw.flag === "K") {
        if (raw.size > limits.name)
          throw new ArchiveError("too-large", offset, `An extended header has ${raw.size} bytes`);
        const start = reader.offset;
        const body = await reader.take(raw.size, "an extended header");
        await skip(reader, padding(raw.size));
        if (raw.flag === "x") pax = parsePax(body, start);
        else if (raw.flag === "L") long.name = terminated(body, start);
        else if (raw.flag === "K") long.link = terminated(body, start);
        continue;
      }
      const entry = toEntry(raw, pax, long, offset);
      pax = new Map();
      long = {};
      entries++;
      bytes += entry.size;
      if (entries > limits.entries)
        throw new ArchiveError("too-large", offset, `There are more than ${limits.entries} members`);
      if (bytes > limits.bytes)
        throw new ArchiveError("too-large", offset, `The members have more than ${limits.bytes} bytes`);
      // "./" is what `tar -C folder .` begins with; it is the folder itself.
      if (entry.name === "" && entry.type === "directory") continue;
      if (options.trusted !== true) names.add(entry.name, entry.type, offset, entry.link);
      let taken = 0;
      yield {
        entry,
        offset,
        async *content() {
          for await (const piece of reader.pieces(entry.size - taken, `member "${entry.name}"`)) {
            taken += piece.length;
            yield piece;
          }
        },
      };
      await skip(reader, entry.size - taken);
      await skip(reader, padding(entry.size));
    }
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

function toEntry(
  raw: RawHeader,
  pax: ReadonlyMap<string, string>,
  long: { readonly name?: string; readonly link?: string },
  offset: number,
): EntryHead {
  for (const key of pax.keys()) {
    if (key.startsWith("GNU.sparse")) throw new ArchiveError("unsupported", offset, "The archive holds a sparse file");
  }
  const type = TYPES[raw.flag];
  if (type === undefined)
    throw new ArchiveError("unsupported", offset, `A member has the type ${JSON.stringify(raw.flag)}`);
  const number = (key: string, or: number): number => {
    const text = pax.get(key);
    if (text === undefined) return or;
    if (!/^-?\d{1,15}(?:\.\d*)?$/u.test(text))
      throw new ArchiveError("corrupt", offset, `The pax record ${key} is no number`);
    return Math.floor(Number(text));
  };
  const size = number("size", raw.size);
  if (size < 0 || (type !== "file" && size !== 0)) {
    throw new ArchiveError("corrupt", offset, `A member that is a ${type} has ${size} bytes`);
  }
  const written = pax.get("path") ?? long.name ?? raw.name;
  const name = written.replace(/^(?:\.\/)+/u, "").replace(/^\.$/u, "");
  const link = pax.get("linkpath") ?? long.link ?? raw.link;
  return {
    // A name that ends in "/" is a folder in old archives.
    name: name.replace(/\/$/u, ""),
    type: type === "file" && name.endsWith("/") && size === 0 ? "directory" : type,
    mode: raw.mode,
    mtime: number("mtime", raw.mtime),
    size,
    ...(type === "symlink" && { link }),
    ...ownerOf("owner", pax.get("uname") ?? raw.owner),
    ...ownerOf("group", pax.get("gname") ?? raw.group),
  };
}

function ownerOf(key: "owner" | "group", value: string): { owner?: string; group?: string } {
  return value === "" ? {} : { [key]: value };
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

async function skip(reader: StreamReader, count: number): Promise<void> {
  for await (const _ of reader.pieces(count, "a member")) continue;
}

function terminated(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new ArchiveError("corrupt", offset, "A long name is not UTF-8");
  }
}
