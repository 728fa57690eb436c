import { CUT, joinBytes } from "../byte-stream.ts";
import { DEFLATE_BLOCK } from "../deflate/deflater.ts";
import { entryContent, type Entry } from "../entry.ts";
import { encodePaxRecord } from "./pax-record.ts";
import { BLOCK, encodeHeader, padding } from "./tar-header.ts";

/** The largest size and time that the octal fields of ustar hold. */
const MAX_OCTAL = 0o77777777777;

/**
 * Writes a tar stream: ustar headers, with pax records only for what ustar cannot say (long or non-ASCII names, sizes
 * of 8 GiB and more), no GNU extensions, two zero blocks at the end and no further padding.
 *
 * The bytes depend on the entries alone. Memory is bounded by the pieces of one entry's content. Files of a block and more
 * stand between two `CUT`s, so that what is compressed of them does not hang on their neighbours and on times in headers.
 *
 * @throws RangeError when an entry's content is not as long as its head says.
 */
export async function* writeTar(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    yield encodeHead(entry);
    const large = entry.size >= DEFLATE_BLOCK;
    if (large) yield CUT;
    yield* entryContent(entry);
    if (large) yield CUT;
    const pad = padding(entry.size);
    if (pad.length > 0) yield pad;
  }
  yield new Uint8Array(2 * BLOCK);
}

const FLAG = { file: "0", symlink: "2", directory: "5" } as const;

function encodeHead(entry: Entry): Uint8Array {
  const records: [string, string][] = [];
  const name = entry.type === "directory" ? `${entry.name}/` : entry.name;
  const split = splitName(name);
  if (split === undefined) records.push(["path", name]);
  const fit = (key: string, value: string, width: number): string => {
    if (isAscii(value) && value.length <= width) return value;
    records.push([key, value]);
    return "";
  };
  const number = (key: string, value: number): number => {
    if (value >= 0 && value <= MAX_OCTAL && Number.isInteger(value)) return value;
    records.push([key, String(value)]);
    return 0;
  };
  const header = encodeHeader({
    ...(split ?? { name: shorten(name, 100), prefix: "" }),
    mode: entry.mode,
    size: number("size", entry.size),
    mtime: number("mtime", entry.mtime),
    flag: FLAG[entry.type],
    link: fit("linkpath", entry.link ?? "", 100),
    owner: fit("uname", entry.owner ?? "", 31),
    group: fit("gname", entry.group ?? "", 31),
  });
  if (records.length === 0) return header;
  records.sort(([a], [b]) => (a < b ? -1 : 1));
  const body = joinBytes(records.map(([key, value]) => encodePaxRecord(key, value)));
  const pax = encodeHeader({
    name: shorten(`PaxHeaders/${entry.name}`, 100),
    prefix: "",
    mode: 0o644,
    size: body.length,
    mtime: 0,
    flag: "x",
    link: "",
    owner: "",
    group: "",
  });
  return joinBytes([pax, body, padding(body.length), header]);
}

/** Splits a name at a `/` into ustar's prefix (155 bytes) and name (100 bytes); `undefined` when that cannot be done. */
function splitName(name: string): { name: string; prefix: string } | undefined {
  if (!isAscii(name)) return undefined;
  if (name.length <= 100) return { name, prefix: "" };
  const at = name.lastIndexOf("/", 155);
  if (at <= 0 || name.length - at - 1 > 100 || at === name.length - 1) return undefined;
  return { name: name.slice(at + 1), prefix: name.slice(0, at) };
}

/** A stand-in for readers that know no pax: ASCII, cut to what fits. */
function shorten(name: string, width: number): string {
  return name
    .replaceAll(/[^\u0020-\u007e]/gu, "_")
    .slice(0, width)
    .replace(/\/$/u, "");
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0 || unit > 0x7f) return false;
  }
  return true;
}
