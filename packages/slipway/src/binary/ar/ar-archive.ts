import { decodeText } from "../decode-text.ts";
import { Reader } from "../reader.ts";
import { StringTable } from "../string-table.ts";

/** A member of a library archive. `time` in seconds since 1970. */
export interface ArMember {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly time: number;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/**
 * A Unix library archive, as `-buildmode=c-archive` writes it: System V and GNU names (`/12` in a table called `//`) and
 * BSD names (`#1/20`, in front of the contents). Symbol indexes are left out of `members`.
 */
export class ArArchive {
  readonly format = "ar";
  readonly bytes: Uint8Array;
  readonly members: readonly ArMember[];
  readonly hasSymbolIndex: boolean;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const reader = new Reader(bytes);
    const magic = reader.fixedText(8, "magic");
    if (magic === "!<thin>\n")
      throw reader.fault("magic", "a thin archive, whose members are other files", "!<arch>", 0);
    if (magic !== "!<arch>\n") throw reader.fault("magic", JSON.stringify(magic), "!<arch>", 0);
    const members: ArMember[] = [];
    let longNames: StringTable | undefined;
    let hasSymbolIndex = false;
    while (reader.remaining > 0) {
      const start = reader.position;
      const header = readMemberHeader(reader);
      const offset = reader.position;
      const contents = reader.take(header.size, "ar_size");
      if (reader.position % 2 === 1 && reader.remaining > 0) reader.skip(1, "ar padding");
      if (header.name === "//") {
        longNames = new StringTable(nulEnded(contents), offset);
        continue;
      }
      if (header.name === "/" || header.name === "/SYM64/") {
        hasSymbolIndex = true;
        continue;
      }
      const { name, skipped } = memberName(header.name, contents, longNames, reader, start);
      if (name.startsWith("__.SYMDEF")) {
        hasSymbolIndex = true;
        continue;
      }
      members.push({
        ...header,
        name,
        offset: offset + skipped,
        size: header.size - skipped,
        bytes: contents.subarray(skipped),
      });
    }
    this.members = members;
    this.hasSymbolIndex = hasSymbolIndex;
  }
}

function readMemberHeader(reader: Reader): Omit<ArMember, "offset" | "bytes"> {
  const start = reader.position;
  const text = (size: number, field: string): string => decodeText(reader.take(size, field)).trimEnd();
  const number = (size: number, field: string, radix: 8 | 10): number => {
    const at = reader.position;
    const value = text(size, field);
    if (value === "") return 0;
    if (!/^\d+$/.test(value)) throw reader.fault(field, JSON.stringify(value), "digits", at);
    return Number.parseInt(value, radix);
  };
  const name = text(16, "ar_name");
  const time = number(12, "ar_date", 10);
  const uid = number(6, "ar_uid", 10);
  const gid = number(6, "ar_gid", 10);
  const mode = number(8, "ar_mode", 8);
  const size = number(10, "ar_size", 10);
  const end = reader.u16("ar_fmag");
  if (end !== 0x0a60) throw reader.fault("ar_fmag", `0x${end.toString(16)}`, "a backquote and a line feed", start + 58);
  return { name, time, uid, gid, mode, size };
}

function memberName(
  raw: string,
  contents: Uint8Array,
  longNames: StringTable | undefined,
  reader: Reader,
  at: number,
): { readonly name: string; readonly skipped: number } {
  const bsd = /^#1\/(\d+)$/.exec(raw);
  if (bsd !== null) {
    const length = Number(bsd[1]);
    if (length > contents.length) throw reader.fault("ar_name", raw, "a name within the member", at);
    const end = contents.subarray(0, length).indexOf(0);
    return { name: decodeText(contents, 0, end < 0 ? length : end), skipped: length };
  }
  const long = /^\/(\d+)$/.exec(raw);
  if (long !== null) {
    if (longNames === undefined) throw reader.fault("ar_name", raw, "a table of long names before it", at);
    return { name: longNames.at(Number(long[1]), "ar_name"), skipped: 0 };
  }
  return { name: raw.endsWith("/") ? raw.slice(0, -1) : raw, skipped: 0 };
}

/** GNU ends long names with `/` and a line feed; here they get a NUL, so that a string table reads them. */
function nulEnded(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes.length + 1);
  copy.set(bytes);
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x0a) continue;
    copy[at] = 0;
    if (at > 0 && bytes[at - 1] === 0x2f) copy[at - 1] = 0;
  }
  return copy;
}
