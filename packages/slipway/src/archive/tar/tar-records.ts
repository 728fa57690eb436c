import { ArchiveError } from "../archive-error.ts";
import type { ReadLimits } from "../read-limits.ts";
import { parseHeader, type RawHeader } from "./parse-header.ts";
import { parsePax } from "./pax-parse.ts";
import { BLOCK } from "./tar-header.ts";

/** What reads tar: a stream, or a file that can be read anywhere. */
export interface TarCursor {
  readonly offset: number;
  atEnd(): Promise<boolean>;
  /** @throws ArchiveError `truncated` */
  take(count: number, what: string): Promise<Uint8Array>;
  /** @throws ArchiveError `truncated` */
  skip(count: number, what: string): Promise<void>;
}

/** A member as its headers tell it, believed in nothing but its bounds. */
export interface TarRecord {
  readonly raw: RawHeader;
  readonly pax: ReadonlyMap<string, string>;
  /** The name with what long-name headers and pax say, as written. */
  readonly name: string;
  readonly link: string;
  readonly size: number;
  /** Unix seconds. */
  readonly mtime: number;
  readonly owner: string;
  readonly group: string;
  /** Where its first header stands, and its content. */
  readonly offset: number;
  readonly contentOffset: number;
}

/**
 * Walks the members of a tar: ustar, pax, and GNU's long names. Between two of them the caller may take the content through
 * the same cursor; what it leaves is skipped. Ends behind the first block of zeros or at the end of the file.
 *
 * @throws ArchiveError for what is malformed or beyond the limits
 */
export async function* tarRecords(cursor: TarCursor, limits: ReadLimits): AsyncGenerator<TarRecord> {
  let entries = 0;
  let bytes = 0;
  let pax: ReadonlyMap<string, string> = new Map();
  let long: { name?: string; link?: string } = {};
  let first: number | undefined;
  for (;;) {
    const at = cursor.offset;
    // Some writers leave out the two blocks of zeros; the end of the file is an end too.
    if (await cursor.atEnd()) {
      if (entries === 0 && at === 0) throw new ArchiveError("truncated", 0, "The archive is empty");
      return;
    }
    const raw = parseHeader(await cursor.take(BLOCK, "a header"), at);
    if (raw === undefined) return;
    if (raw.flag === "x" || raw.flag === "g" || raw.flag === "L" || raw.flag === "K") {
      if (raw.size > limits.name) throw new ArchiveError("too-large", at, `An extended header has ${raw.size} bytes`);
      const start = cursor.offset;
      const body = await cursor.take(raw.size, "an extended header");
      await cursor.skip(padding(raw.size), "an extended header");
      if (raw.flag === "x") pax = parsePax(body, start);
      else if (raw.flag === "L") long.name = terminated(body, start);
      else if (raw.flag === "K") long.link = terminated(body, start);
      first ??= at;
      continue;
    }
    const offset = first ?? at;
    const size = paxNumber(pax, "size", offset) ?? raw.size;
    if (size < 0) throw new ArchiveError("corrupt", offset, `A member has ${size} bytes`);
    entries++;
    bytes += size;
    if (entries > limits.entries)
      throw new ArchiveError("too-large", offset, `There are more than ${limits.entries} members`);
    if (bytes > limits.bytes)
      throw new ArchiveError("too-large", offset, `The members have more than ${limits.bytes} bytes`);
    for (let more = raw.sparse?.more === true; more;) more = (await cursor.take(BLOCK, "a map of holes"))[504] !== 0;
    const contentOffset = cursor.offset;
    yield {
      raw,
      pax,
      name: pax.get("path") ?? long.name ?? raw.name,
      link: pax.get("linkpath") ?? long.link ?? raw.link,
      size,
      mtime: paxNumber(pax, "mtime", offset) ?? raw.mtime,
      owner: pax.get("uname") ?? raw.owner,
      group: pax.get("gname") ?? raw.group,
      offset,
      contentOffset,
    };
    await cursor.skip(contentOffset + size + padding(size) - cursor.offset, "a member");
    pax = new Map();
    long = {};
    first = undefined;
  }
}

function paxNumber(pax: ReadonlyMap<string, string>, key: string, offset: number): number | undefined {
  const text = pax.get(key);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}(?:\.\d*)?$/u.test(text))
    throw new ArchiveError("corrupt", offset, `The pax record ${key} is no number`);
  return Math.floor(Number(text));
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
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
