/** A known kind of file that is not opened here. */
export interface ForeignFormat {
  /** With its article: "a 7z archive". */
  readonly what: string;
  /** What shows its contents. */
  readonly hint?: string;
}

interface Mark extends ForeignFormat {
  readonly bytes: readonly number[];
}

function mark(bytes: string | readonly number[], what: string, hint?: string): Mark {
  const values = typeof bytes === "string" ? Array.from(bytes, (letter) => letter.charCodeAt(0)) : bytes;
  return { bytes: values, what, ...(hint === undefined ? {} : { hint }) };
}

/** By their first bytes. A longer mark stands before one that it begins with. */
const MARKS: readonly Mark[] = [
  mark("BZh", "a file compressed with bzip2", "unpack it first: bzip2 -d"),
  mark([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive", "unpack it first: 7z x"),
  mark("Rar!\x1a\x07", "a RAR archive", "unpack it first: unrar x"),
  mark("LZIP", "a file compressed with lzip", "unpack it first: lzip -d"),
  mark([0x5d, 0, 0], "a file compressed with LZMA", "unpack it first: xz -d --format=lzma"),
  mark([0x04, 0x22, 0x4d, 0x18], "a file compressed with LZ4", "unpack it first: lz4 -d"),
  mark([0x1f, 0x9d], "a file compressed with compress", "unpack it first: gzip -d"),
  mark("070707", "a cpio archive of an old form", "unpack it first: cpio -i"),
  mark([0xc7, 0x71], "a cpio archive of an old form", "unpack it first: cpio -i"),
  mark([0x71, 0xc7], "a cpio archive of an old form", "unpack it first: cpio -i"),
  mark("MSCF", "a Windows cabinet", "unpack it first: cabextract"),
  mark(
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    "a Windows installer (MSI) or another OLE file",
    "unpack it first: msiextract",
  ),
  mark("xar!", "a macOS installer package (xar)", "unpack it first: pkgutil --expand, or 7z x"),
  mark("hsqs", "a SquashFS image, as snaps are", "unpack it first: unsquashfs"),
  mark([0xca, 0xfe, 0xba, 0xbe], "a Java class"),
  mark([0xca, 0xfe, 0xd0, 0x0d], "a packed Java archive (pack200)"),
  mark("dex\n", "Android bytecode (DEX)"),
  mark("BC\xc0\xde", "LLVM bitcode", "look at it with llvm-bcanalyzer or llvm-nm"),
  mark("go object ", "an object file of the Go compiler", "look at it with go tool nm"),
  mark("!<thin>\n", "a thin ar archive, which only names other files"),
  mark("%PDF", "a PDF document"),
  mark("#!", "a script"),
];

/** Where an ISO 9660 image says `CD001`. */
const ISO = 0x8001;

/** Bytes that `foreignFormat` wants to see. */
export const FOREIGN_HEAD = ISO + 5;

/** Tells what a file is that is neither a program nor an archive that is opened; `undefined` for what nobody knows. */
export function foreignFormat(head: Uint8Array): ForeignFormat | undefined {
  const begins = (bytes: readonly number[], at = 0): boolean => bytes.every((byte, index) => head[at + index] === byte);
  const found = MARKS.find(({ bytes }) => begins(bytes));
  if (found !== undefined) {
    const { what, hint } = found;
    return what === "a script"
      ? { what: `a script: ${firstLine(head)}` }
      : { what, ...(hint === undefined ? {} : { hint }) };
  }
  if (begins([0x43, 0x44, 0x30, 0x30, 0x31], ISO)) return { what: "an ISO 9660 image", hint: "unpack it first: 7z x" };
  if (begins([0x4d, 0x5a])) return { what: "a program for DOS: it has no header of Windows" };
  if (head.length > 0 && isText(head)) return { what: "text" };
  return undefined;
}

function firstLine(head: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(head.subarray(0, 80));
  return text.split(/[\r\n]/, 1)[0] ?? "";
}

/** UTF-8 without control characters, of which the last letter may be cut. */
function isText(head: Uint8Array): boolean {
  if (head.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 0x1b))
    return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
