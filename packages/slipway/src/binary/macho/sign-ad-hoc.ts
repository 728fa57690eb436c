import { sha256 } from "@noble/hashes/sha2.js";
import { EditError } from "../edit-error.ts";
import { Writer } from "../writer.ts";
import { CS_FLAG, CS_MAGIC } from "./code-signature.ts";
import type { MachoLinkEdit, MachoSegment } from "./macho-commands.ts";
import { CPU, LC, MH } from "./macho-constants.ts";
import { MachoFile } from "./macho-file.ts";

/** Hashes bytes with SHA-256. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export interface AdHocOptions {
  /** What the signature calls the program. The Go linker says `a.out`, Apple's tool the file's name. */
  readonly identifier: string;
  /**
   * `linker` is byte for byte what Go's linker writes; `codesign` adds the empty requirements and CMS blobs that Apple's
   * tool writes and leaves out the mark of the linker.
   */
  readonly style: "linker" | "codesign";
  /** A faster SHA-256 of the host. */
  readonly sha256?: Sha256;
}

const PAGE = 4096;
const HASH = 32;
const DIRECTORY_HEADER = 88;

/**
 * Returns a copy of a thin Mach-O file with an ad-hoc code signature, in place of the one that it has, whichever its place
 * among the load commands; a file without one gets the command too.
 *
 * Format: `cmd/internal/codesign` in Go's source and `<kern/cs_blobs.h>` of XNU.
 *
 * @throws EditError when there is no room for the command, or other data follows the old signature
 * @throws FormatError when the bytes are no Mach-O file
 */
export function signAdHoc(bytes: Uint8Array, options: AdHocOptions): Uint8Array {
  const file = new MachoFile(bytes);
  const linkedit = file.segments.find((segment) => segment.name === "__LINKEDIT");
  const text = file.segments.find((segment) => segment.name === "__TEXT");
  if (linkedit === undefined || text === undefined) {
    throw new EditError("unsupported", "Cannot sign the file: it has no __TEXT or __LINKEDIT segment");
  }
  const old = signatureCommand(file);
  const end = old === undefined ? linkedit.fileOffset + linkedit.fileSize : old.dataOffset;
  if (end > bytes.length) {
    const actual = `it has ${bytes.length} bytes, and it should go on to byte ${end}`;
    throw new EditError("unsupported", `Cannot sign the file: ${actual}`);
  }
  const codeLimit = old === undefined ? alignUp(end, 16) : end;
  checkEnd(file, linkedit, old);
  const size = signatureSize(codeLimit, options);
  const copy = new Uint8Array(codeLimit + size);
  copy.set(bytes.subarray(0, Math.min(bytes.length, codeLimit)));
  const writer = new Writer(copy, { littleEndian: file.header.littleEndian });
  if (old === undefined) addCommand(file, writer, codeLimit, size);
  else writer.u32(old.offset + 12, size);
  growLinkedit(file, linkedit, writer, codeLimit + size);
  copy.set(signatureBytes(copy.subarray(0, codeLimit), text, file, options), codeLimit);
  return copy;
}

/** The load command of the signature. */
export function signatureCommand(file: MachoFile): MachoLinkEdit | undefined {
  return file.commands.find(
    (command): command is MachoLinkEdit => command.kind === "linkedit" && command.command === LC.CODE_SIGNATURE,
  );
}

function checkEnd(file: MachoFile, linkedit: MachoSegment, old: MachoLinkEdit | undefined): void {
  const end = linkedit.fileOffset + linkedit.fileSize;
  // Zeros after the signature are padding of the segment.
  const rest = old === undefined ? file.bytes.subarray(end) : file.bytes.subarray(old.dataOffset + old.dataSize);
  if (rest.some((byte) => byte !== 0)) {
    throw new EditError(
      "unsupported",
      `Cannot sign the file: ${rest.length} bytes follow ${old === undefined ? "__LINKEDIT" : "the code signature"}`,
    );
  }
}

function addCommand(file: MachoFile, writer: Writer, dataOffset: number, dataSize: number): void {
  const { header } = file;
  const at = header.size + header.commandsSize;
  const room = commandRoom(file) - header.commandsSize;
  if (room < 16) {
    throw new EditError(
      "no-room",
      `Cannot add LC_CODE_SIGNATURE: it needs 16 bytes behind the load commands, ${room} are free`,
    );
  }
  writer
    .u32(at, LC.CODE_SIGNATURE)
    .u32(at + 4, 16)
    .u32(at + 8, dataOffset)
    .u32(at + 12, dataSize);
  writer.u32(16, header.commandCount + 1).u32(20, header.commandsSize + 16);
}

/** Bytes between the header and the first section's contents: all that load commands can ever have. */
export function commandRoom(file: MachoFile): number {
  const starts = file.sections
    .filter((section) => section.offset > 0 && section.size > 0n)
    .map((section) => section.offset);
  for (const segment of file.segments)
    if (segment.fileOffset > 0 && segment.fileSize > 0) starts.push(segment.fileOffset);
  return Math.min(...starts, file.bytes.length) - file.header.size;
}

function growLinkedit(file: MachoFile, linkedit: MachoSegment, writer: Writer, end: number): void {
  const fileSize = end - linkedit.fileOffset;
  if (fileSize === linkedit.fileSize) return;
  const page = file.header.cpu === CPU.ARM64 ? 0x4000 : 0x1000;
  const memorySize = BigInt(alignUp(fileSize, page));
  if (file.header.bits === 64) writer.u64(linkedit.offset + 32, memorySize).u64(linkedit.offset + 48, BigInt(fileSize));
  else writer.u32(linkedit.offset + 28, Number(memorySize)).u32(linkedit.offset + 36, fileSize);
}

function directorySize(codeLimit: number, identifier: string, specialSlots: number): number {
  const name = new TextEncoder().encode(identifier).length + 1;
  return DIRECTORY_HEADER + name + (specialSlots + Math.ceil(codeLimit / PAGE)) * HASH;
}

function signatureSize(codeLimit: number, { identifier, style }: AdHocOptions): number {
  return style === "linker"
    ? 20 + directorySize(codeLimit, identifier, 0)
    : 12 + 3 * 8 + directorySize(codeLimit, identifier, 2) + 12 + 8;
}

/** The SuperBlob: a CodeDirectory with the hash of every page, and in Apple's style two empty companions. */
function signatureBytes(code: Uint8Array, text: MachoSegment, file: MachoFile, options: AdHocOptions): Uint8Array {
  const { identifier, style } = options;
  const hash = options.sha256 ?? sha256;
  const out = new Uint8Array(signatureSize(code.length, options));
  const big = new Writer(out, { littleEndian: false });
  const special = style === "linker" ? 0 : 2;
  const length = directorySize(code.length, identifier, special);
  big
    .u32(0, CS_MAGIC.SUPERBLOB)
    .u32(4, out.length)
    .u32(8, style === "linker" ? 1 : 3);
  const start = style === "linker" ? 20 : 36;
  big.u32(12, 0).u32(16, start);
  const name = new TextEncoder().encode(identifier);
  const specialOffset = DIRECTORY_HEADER + name.length + 1;
  const hashOffset = specialOffset + special * HASH;
  big
    .u32(start, CS_MAGIC.CODE_DIRECTORY)
    .u32(start + 4, length)
    .u32(start + 8, 0x20400)
    .u32(start + 12, CS_FLAG.ADHOC | (style === "linker" ? CS_FLAG.LINKER_SIGNED : 0))
    .u32(start + 16, hashOffset)
    .u32(start + 20, DIRECTORY_HEADER)
    .u32(start + 24, special)
    .u32(start + 28, Math.ceil(code.length / PAGE))
    .u32(start + 32, code.length);
  out[start + 36] = HASH;
  out[start + 37] = 2; // SHA-256
  out[start + 39] = Math.log2(PAGE);
  big.u64(start + 64, BigInt(text.fileOffset)).u64(start + 72, BigInt(text.fileSize));
  big.u64(start + 80, file.header.fileType === MH.EXECUTE ? 1n : 0n);
  out.set(name, start + DIRECTORY_HEADER);
  for (let page = 0; page * PAGE < code.length; page++) {
    out.set(hash(code.subarray(page * PAGE, (page + 1) * PAGE)), start + hashOffset + page * HASH);
  }
  if (style === "codesign") {
    const requirements = start + length;
    big
      .u32(20, 2)
      .u32(24, requirements)
      .u32(28, 0x10000)
      .u32(32, requirements + 12);
    big
      .u32(requirements, CS_MAGIC.REQUIREMENTS)
      .u32(requirements + 4, 12)
      .u32(requirements + 8, 0);
    big.u32(requirements + 12, CS_MAGIC.CMS).u32(requirements + 16, 8);
    // Slot -2 is the requirements; slot -1, Info.plist, stays zero: there is none.
    out.set(hash(out.subarray(requirements, requirements + 12)), start + specialOffset);
  }
  return out;
}

function alignUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
