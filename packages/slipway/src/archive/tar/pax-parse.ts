import { ArchiveError } from "../archive-error.ts";

/** Reads pax records (`<length> <key>=<value>\n`). @throws ArchiveError `corrupt`; `offset` is where `bytes` begin. */
export function parsePax(bytes: Uint8Array, offset: number): Map<string, string> {
  const records = new Map<string, string>();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 || space - at > 10 ? "" : String.fromCharCode(...bytes.subarray(at, space));
    const length = /^[1-9]\d*$/u.test(digits) ? Number(digits) : 0;
    const record = bytes.subarray(space + 1, at + length);
    const equals = record.indexOf(0x3d);
    if (length <= digits.length + 3 || at + length > bytes.length || record.at(-1) !== 0x0a || equals <= 0) {
      throw new ArchiveError("corrupt", offset + at, "A pax record is malformed");
    }
    try {
      records.set(decoder.decode(record.subarray(0, equals)), decoder.decode(record.subarray(equals + 1, -1)));
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new ArchiveError("corrupt", offset + at, "A pax record is not UTF-8");
    }
    at += length;
  }
  return records;
}
