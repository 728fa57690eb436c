import { ArchiveError } from "../archive/archive-error.ts";
import type { ByteSource } from "../archive/zip/find-central.ts";
import type { ByteStore } from "../platform/file/byte-store.ts";
import type { Contents } from "./container.ts";
import { readExactly, slice } from "./slice.ts";

const LEAD = 96;
const MAX_HEADER = 32 << 20;

/** Names of tags (rpmtag.h) that differ for a reason people know; others are told by number. */
const TAG_NAMES: Readonly<Record<number, string>> = {
  257: "SIGSIZE", 259: "PGP", 261: "MD5", 262: "GPG", 267: "DSAHEADER", 268: "RSAHEADER", 269: "SHA1HEADER",
  273: "SHA256HEADER", 1000: "NAME", 1001: "VERSION", 1002: "RELEASE", 1003: "EPOCH", 1004: "SUMMARY", 1005: "DESCRIPTION",
  1006: "BUILDTIME", 1007: "BUILDHOST", 1009: "SIZE", 1010: "DISTRIBUTION", 1011: "VENDOR", 1014: "LICENSE",
  1015: "PACKAGER", 1016: "GROUP", 1020: "URL", 1021: "OS", 1022: "ARCH", 1023: "PREIN", 1024: "POSTIN", 1025: "PREUN",
  1026: "POSTUN", 1028: "FILESIZES", 1030: "FILEMODES", 1034: "FILEMTIMES", 1035: "FILEDIGESTS", 1036: "FILELINKTOS",
  1037: "FILEFLAGS", 1039: "FILEUSERNAME", 1040: "FILEGROUPNAME", 1044: "SOURCERPM", 1047: "PROVIDENAME",
  1049: "REQUIRENAME", 1054: "CONFLICTNAME", 1064: "RPMVERSION", 1080: "CHANGELOGTIME", 1081: "CHANGELOGNAME",
  1082: "CHANGELOGTEXT", 1090: "OBSOLETENAME", 1095: "FILEDEVICES", 1096: "FILEINODES", 1097: "FILELANGS",
  1113: "PROVIDEVERSION", 1116: "DIRINDEXES", 1117: "BASENAMES", 1118: "DIRNAMES", 1124: "PAYLOADFORMAT",
  1125: "PAYLOADCOMPRESSOR", 1126: "PAYLOADFLAGS", 1132: "PLATFORM", 1194: "COOKIE", 5011: "FILEDIGESTALGO", 5062: "ENCODING",
  5092: "PAYLOADDIGEST", 5093: "PAYLOADDIGESTALGO", 5097: "PAYLOADDIGESTALT",
}; // prettier-ignore

/**
 * Opens an RPM package: the tags of both headers are its facts, the compressed payload its one part (RPM package format,
 * version 3 and 4).
 *
 * @throws ArchiveError
 */
export async function openRpm(source: ByteSource, _store: ByteStore): Promise<Contents> {
  const signature = await readHeader(source, LEAD);
  const main = await readHeader(source, Math.ceil(signature.end / 8) * 8);
  const prefixed = Object.entries(signature.facts).map(([name, value]) => [`signature ${name}`, value]);
  const size = source.size - main.end;
  if (size < 0) throw new ArchiveError("truncated", source.size, "The package ends within its header");
  return {
    kind: "rpm",
    facts: { ...main.facts, ...Object.fromEntries(prefixed) },
    parts: [
      {
        name: "payload",
        type: "file",
        size,
        offset: main.end,
        facts: {},
        open: async () => slice(source, main.end, size),
      },
    ],
    close: async () => {},
  };
}

async function readHeader(
  source: ByteSource,
  at: number,
): Promise<{ readonly facts: Record<string, string>; readonly end: number }> {
  const intro = await readExactly(source, at, 16, "a header");
  const view = new DataView(intro.buffer, intro.byteOffset, 16);
  if (view.getUint32(0) >>> 8 !== 0x8eade8) throw new ArchiveError("corrupt", at, "A header does not begin as one");
  const count = view.getUint32(8);
  const size = view.getUint32(12);
  if (count > 65_536 || size > MAX_HEADER)
    throw new ArchiveError("too-large", at, `A header has ${count} tags and ${size} bytes`);
  const index = await readExactly(source, at + 16, count * 16, "a header's index");
  const data = await readExactly(source, at + 16 + count * 16, size, "a header's data");
  const entries = new DataView(index.buffer, index.byteOffset, index.length);
  const facts: Record<string, string> = {};
  for (let each = 0; each < count; each++) {
    const [tag, type] = [entries.getUint32(each * 16), entries.getUint32(each * 16 + 4)];
    const [offset, items] = [entries.getUint32(each * 16 + 8), entries.getUint32(each * 16 + 12)];
    // Regions only say which tags a signature covers.
    if (tag >= 61 && tag <= 63) continue;
    facts[TAG_NAMES[tag] ?? `tag ${tag}`] = valueOf(type, data.subarray(Math.min(offset, data.length)), items);
  }
  return { facts, end: at + 16 + count * 16 + size };
}

const MAX_ITEMS = 64;

function valueOf(type: number, data: Uint8Array, count: number): string {
  const shown = Math.min(count, MAX_ITEMS);
  const more = count > shown ? ` and ${count - shown} more` : "";
  if (type === 6 || type === 8 || type === 9) {
    const texts: string[] = [];
    for (let at = 0; texts.length < (type === 6 ? 1 : shown) && at < data.length;) {
      const end = data.indexOf(0, at);
      texts.push(new TextDecoder().decode(data.subarray(at, end < 0 ? data.length : end)));
      at = end < 0 ? data.length : end + 1;
    }
    return texts.join(", ") + more;
  }
  const width = { 2: 1, 3: 2, 4: 4, 5: 8 }[type];
  if (width === undefined || type === 7) {
    const bytes = data.subarray(0, Math.min(count, 4096));
    return `${bytes.length} bytes ${Array.from(bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const values: string[] = [];
  for (let at = 0; values.length < shown && at + width <= data.length; at += width) {
    values.push(
      width === 1
        ? `${view.getUint8(at)}`
        : width === 2
          ? `${view.getUint16(at)}`
          : width === 4
            ? `${view.getUint32(at)}`
            : `${view.getBigUint64(at)}`,
    );
  }
  return values.join(", ") + more;
}
