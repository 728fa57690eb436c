import { ArchiveError } from "../archive-error.ts";
import { BLOCK } from "./tar-header.ts";

/** The fields of a tar header as they stand in the block. */
export interface RawHeader {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  readonly mtime: number;
  readonly flag: string;
  readonly link: string;
  readonly owner: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
  /** Of a sparse file in GNU's older form: its size with the holes, and whether more of its map follows the header. */
  readonly sparse: { readonly size: number; readonly more: boolean } | undefined;
}

/** Tells whether bytes begin with a header of a tar, older ones without a magic included: its sum must be right. */
export function beginsTar(head: Uint8Array): boolean {
  if (head.length < BLOCK) return false;
  try {
    const header = parseHeader(head.subarray(0, BLOCK), 0);
    return header !== undefined && header.name !== "" && /^[\0-7A-Zgx]$/u.test(header.flag);
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  }
}

/** Reads a header block; `undefined` for a block of zeros. @throws ArchiveError `corrupt` */
export function parseHeader(block: Uint8Array, offset: number): RawHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const fail = (what: string): ArchiveError => new ArchiveError("corrupt", offset, `A tar header has ${what}`);
  const text = (at: number, width: number): string => {
    const field = block.subarray(at, at + width);
    const end = field.indexOf(0);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(end < 0 ? field : field.subarray(0, end));
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw fail("a name that is not UTF-8");
    }
  };
  const number = (at: number, width: number, what: string): number => {
    if (block[at] === 0x80) return large(block.subarray(at + 1, at + width), () => fail(`a ${what} that is too large`));
    const digits = String.fromCharCode(...block.subarray(at, at + width))
      .replace(/[\0 ]+$/u, "")
      .trimStart();
    if (!/^[0-7]*$/u.test(digits)) throw fail(`a ${what} that is not octal`);
    return digits === "" ? 0 : Number.parseInt(digits, 8);
  };
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : block[at]!;
  if (number(148, 8, "checksum") !== sum) throw fail("a wrong checksum");
  const ustar = text(257, 5) === "ustar";
  const prefix = ustar && block[262] === 0 ? text(345, 155) : "";
  const name = text(0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    mode: number(100, 8, "mode") & 0o7777,
    size: number(124, 12, "size"),
    mtime: number(136, 12, "time"),
    flag: String.fromCharCode(block[156]!),
    link: text(157, 100),
    owner: ustar ? text(265, 32) : "",
    group: ustar ? text(297, 32) : "",
    uid: number(108, 8, "user id"),
    gid: number(116, 8, "group id"),
    sparse: block[156] === 0x53 ? { size: number(483, 12, "size"), more: block[482] !== 0 } : undefined,
  };
}

/** GNU's way of writing what has too many octal digits: big-endian behind a byte 0x80. */
function large(bytes: Uint8Array, fault: () => ArchiveError): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  if (!Number.isSafeInteger(value)) throw fault();
  return value;
}
