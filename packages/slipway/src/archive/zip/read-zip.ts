import { ArchiveError } from "../archive-error.ts";
import { crc32 } from "../crc32.ts";
import { inflate } from "../deflate/inflate.ts";
import type { EntryHead, EntryType } from "../entry.ts";
import { MemberNames } from "../member-names.ts";
import type { Member } from "../member.ts";
import { READ_LIMITS, type ReadLimits } from "../read-limits.ts";
import { findCentral, type ByteSource } from "./find-central.ts";
import { CENTRAL_HEADER, DEFLATED, LOCAL_HEADER, MAX_UINT32, STORED } from "./zip-record.ts";
import { ZipFields } from "./zip-fields.ts";

const PIECE = 1 << 16;
/** APPNOTE 4.4.5. */
const METHOD_NAMES: Readonly<Record<number, string>> = {
  [STORED]: "stored",
  [DEFLATED]: "deflated",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
  98: "PPMd",
};

/** How far a zip file is trusted, and what it is read for. */
export interface ReadZipOptions {
  readonly limits?: ReadLimits;
  /**
   * Nobody unpacks it, it is only looked at: any name and link goes, and what cannot be read of one member (encryption, methods) is told when
   * its content is asked for.
   */
  readonly onlyLook?: boolean;
}

interface Central {
  readonly entry: EntryHead;
  readonly headerOffset: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly header: Readonly<Record<string, string>>;
  /** Why its content cannot be read. */
  readonly fault: string | undefined;
}

/**
 * Reads the members of a zip file in the order of its central directory. Names, sizes and offsets are hostile until
 * proven otherwise: members must not overlap, local headers must agree with the directory, and content is checked
 * against its size and CRC while it is read.
 *
 * @throws ArchiveError for anything that is malformed, unsafe to unpack, too large or not read (encryption, other
 * methods than store and deflate); nothing else for what stands in the bytes.
 */
export async function* readZip(source: ByteSource, options: ReadZipOptions = {}): AsyncGenerator<Member> {
  const { limits = READ_LIMITS, onlyLook = false } = options;
  const end = await findCentral(source);
  if (end.count > limits.entries)
    throw new ArchiveError("too-large", end.offset, `There are more than ${limits.entries} members`);
  if (end.size > end.count * 131_072)
    throw new ArchiveError("corrupt", end.offset, "The central directory is too large for its members");
  const fields = new ZipFields(await readExactly(source, end.offset, end.size, "the central directory"), end.offset);
  const names = new MemberNames();
  const members: Central[] = [];
  let bytes = 0;
  for (let index = 0; index < end.count; index++) {
    const member = await parseCentral(fields, source, { limits, onlyLook });
    if (!onlyLook) names.add(member.entry.name, member.entry.type, member.headerOffset, member.entry.link);
    bytes += member.size;
    if (bytes > limits.bytes)
      throw new ArchiveError("too-large", member.headerOffset, `The members have more than ${limits.bytes} bytes`);
    members.push(member);
  }
  if (fields.left > 0)
    throw new ArchiveError("corrupt", fields.offset, "The central directory has more in it than its members");
  await refuseOverlaps(source, members, end.offset);
  for (const member of members) {
    yield {
      entry: member.entry,
      offset: member.headerOffset,
      header: member.header,
      content: () => (member.entry.type === "file" ? contentOf(source, member, limits) : nothing()),
    };
  }
}

async function parseCentral(
  fields: ZipFields,
  source: ByteSource,
  { limits, onlyLook }: Required<ReadZipOptions>,
): Promise<Central> {
  const at = fields.offset;
  if (fields.u32() !== CENTRAL_HEADER) throw new ArchiveError("corrupt", at, "A central header does not begin as one");
  const madeBy = fields.u16();
  const needed = fields.u16();
  const flags = fields.u16();
  const method = fields.u16();
  const time = fields.u16();
  const date = fields.u16();
  const crc = fields.u32();
  let compressed = fields.u32();
  let size = fields.u32();
  const [nameLength, extraLength, commentLength] = [fields.u16(), fields.u16(), fields.u16()];
  fields.skip(4);
  const attributes = fields.u32();
  let headerOffset = fields.u32();
  if (nameLength > limits.name) throw new ArchiveError("too-large", at, `A name has ${nameLength} bytes`);
  const written = decodeName(fields.take(nameLength), at, onlyLook);
  const extra = new ZipFields(fields.take(extraLength), at);
  const comment = fields.take(commentLength);
  const tags: string[] = [];
  let mtime = fromDosTime(date, time);
  while (extra.left >= 4) {
    const tag = extra.u16();
    tags.push(`0x${tag.toString(16)}`);
    const field = new ZipFields(extra.take(extra.u16()), at);
    if (tag === 1) {
      if (size === MAX_UINT32) size = field.u64();
      if (compressed === MAX_UINT32) compressed = field.u64();
      if (headerOffset === MAX_UINT32) headerOffset = field.u64();
    } else if (tag === 0x5455 && field.left >= 5 && (field.u8() & 1) === 1) mtime = field.u32() | 0;
  }
  const fault =
    (flags & 1) === 1
      ? "is encrypted"
      : method !== STORED && method !== DEFLATED
        ? `has the compression method ${methodName(method)}`
        : undefined;
  if (fault !== undefined && !onlyLook)
    throw new ArchiveError("unsupported", at, `Member ${JSON.stringify(written)} ${fault}`);
  if (fault === undefined && method === STORED && compressed !== size)
    throw new ArchiveError("corrupt", at, "A stored member has two sizes");
  const unix = madeBy >>> 8 === 3 ? attributes >>> 16 : 0;
  const type = typeOf(unix, written, { at, onlyLook });
  const name = written.replace(/\/$/u, "");
  const mode = unix === 0 ? (type === "directory" ? 0o755 : 0o644) : unix & 0o7777;
  const head = { name, type, mode, mtime };
  const header = {
    "made by": `${madeBy >>> 8}/${madeBy & 0xff}`,
    "version needed": `${needed}`,
    flags: `0x${flags.toString(16)}`,
    method: methodName(method),
    "extra fields": tags.join(" "),
    comment: new TextDecoder().decode(comment),
  };
  const member = { headerOffset, method, crc, compressed, size, header, fault };
  if (type === "file") return { ...member, entry: { ...head, size } };
  if (type === "directory") {
    if (size > 0) throw new ArchiveError("corrupt", at, "A folder has content");
    return { ...member, entry: { ...head, size: 0 } };
  }
  if (size > limits.name) throw new ArchiveError("too-large", at, `A link has ${size} bytes`);
  const pieces: number[] = [];
  const link = { ...member, entry: { ...head, size: 0 } };
  if (fault !== undefined) return { ...link, entry: { ...link.entry, link: "" } };
  for await (const piece of contentOf(source, link, limits)) pieces.push(...piece);
  return { ...link, entry: { ...link.entry, link: decodeName(Uint8Array.from(pieces), at, onlyLook) } };
}

function methodName(method: number): string {
  return METHOD_NAMES[method] ?? `${method}`;
}

function typeOf(
  unix: number,
  name: string,
  { at, onlyLook }: { readonly at: number; readonly onlyLook: boolean },
): EntryType {
  const kind = unix & 0o170000;
  if (kind === 0o120000) return "symlink";
  if (kind === 0o040000 || name.endsWith("/")) return "directory";
  // What was piped into zip says that it is a pipe.
  if (kind === 0 || kind === 0o100000 || onlyLook) return "file";
  throw new ArchiveError("unsupported", at, `Member ${JSON.stringify(name)} is a device, a pipe or a socket`);
}

/** No byte may belong to two members: overlapping members are how a small file claims petabytes. */
async function refuseOverlaps(source: ByteSource, members: readonly Central[], directory: number): Promise<void> {
  const sorted = [...members].sort((a, b) => a.headerOffset - b.headerOffset);
  for (const [index, member] of sorted.entries()) {
    const end = (await dataOffset(source, member)) + member.compressed;
    if (end > (sorted[index + 1]?.headerOffset ?? directory)) {
      throw new ArchiveError(
        "corrupt",
        member.headerOffset,
        `Member ${JSON.stringify(member.entry.name)} overlaps what follows it`,
      );
    }
  }
}

/** Where a member's data begin, from its local header, which must name the same file. */
async function dataOffset(source: ByteSource, member: Central): Promise<number> {
  const head = new ZipFields(await readExactly(source, member.headerOffset, 30, "a local header"), member.headerOffset);
  if (head.u32() !== LOCAL_HEADER)
    throw new ArchiveError("corrupt", member.headerOffset, "A local header does not begin as one");
  head.skip(4);
  const method = head.u16();
  head.skip(16);
  const [nameLength, extraLength] = [head.u16(), head.u16()];
  const written = await readExactly(source, member.headerOffset + 30, nameLength, "a name");
  const name = decodeName(written, member.headerOffset, true);
  if (method !== member.method || name.replace(/\/$/u, "") !== member.entry.name) {
    throw new ArchiveError(
      "corrupt",
      member.headerOffset,
      `The local header of ${JSON.stringify(member.entry.name)} tells something else`,
    );
  }
  return member.headerOffset + 30 + nameLength + extraLength;
}

async function* contentOf(source: ByteSource, member: Central, limits: ReadLimits): AsyncGenerator<Uint8Array> {
  const what = `member ${JSON.stringify(member.entry.name)}`;
  if (member.fault !== undefined)
    throw new ArchiveError("unsupported", member.headerOffset, `M${what.slice(1)} ${member.fault}`);
  const start = await dataOffset(source, member);
  async function* raw(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < member.compressed; at += PIECE) {
      yield await readExactly(source, start + at, Math.min(PIECE, member.compressed - at), what);
    }
  }
  const content =
    member.method === STORED ? raw() : inflate(raw(), { format: "deflate-raw", what, limits, offset: start });
  let sum = 0;
  let size = 0;
  for await (const piece of content) {
    sum = crc32(piece, sum);
    size += piece.length;
    if (size > member.size)
      throw new ArchiveError("corrupt", start, `The content of ${what} is longer than ${member.size} bytes`);
    yield piece;
  }
  if (size !== member.size)
    throw new ArchiveError("corrupt", start, `The content of ${what} has ${size} bytes, not ${member.size}`);
  if (sum !== member.crc) throw new ArchiveError("corrupt", start, `The content of ${what} does not have its CRC-32`);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function readExactly(source: ByteSource, offset: number, length: number, what: string): Promise<Uint8Array> {
  if (!Number.isSafeInteger(offset + length) || offset + length > source.size) {
    throw new ArchiveError(
      "truncated",
      Math.min(offset, source.size),
      `The archive ends within ${what}, which needs ${length} bytes`,
    );
  }
  const bytes = await source.read(offset, length);
  if (bytes.length !== length) throw new ArchiveError("truncated", offset, `The archive ends within ${what}`);
  return bytes;
}

/** Names that are not UTF-8 are of an old code page that nothing tells; they are taken as Latin 1 where nobody unpacks them. */
function decodeName(bytes: Uint8Array, offset: number, anyBytes: boolean): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    if (anyBytes) return new TextDecoder("latin1").decode(bytes);
    throw new ArchiveError("unsupported", offset, "A name is not UTF-8");
  }
}

function fromDosTime(date: number, time: number): number {
  return (
    Date.UTC(1980 + (date >>> 9), ((date >>> 5) & 15) - 1, date & 31, time >>> 11, (time >>> 5) & 63, (time & 31) * 2) /
    1000
  );
}
