import { isPlan9Magic } from "./plan9/plan9-file.ts";

/** The binary formats that are told apart by content. */
export type BinaryFormat = "elf" | "pe" | "macho" | "macho-fat" | "wasm" | "wasm-component" | "ar" | "xcoff" | "plan9";

const COFF_MACHINES = new Set([0x14c, 0x8664, 0xaa64, 0x1c4, 0x1c0]);

/** Tells a binary's format from its first bytes, or `undefined` for anything else. Reads at most 64 bytes and the PE signature. */
export function detectFormat(bytes: Uint8Array): BinaryFormat | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  switch (magic) {
    case 0x7f454c46:
      return "elf";
    case 0xfeedface:
    case 0xfeedfacf:
    case 0xcefaedfe:
    case 0xcffaedfe:
      return "macho";
    case 0xcafebabe:
    case 0xcafebabf:
      return isFat(view) ? "macho-fat" : undefined;
    case 0x0061736d:
      return bytes.length >= 8 && view.getUint16(6, true) === 1 ? "wasm-component" : "wasm";
    case 0x213c6172: // "!<ar"
    case 0x213c7468: // "!<th", a thin archive
      return "ar";
    default:
  }
  if (isPlan9Magic(magic)) return "plan9";
  const short = view.getUint16(0);
  if (short === 0x01df || short === 0x01f7) return "xcoff";
  if (short === 0x4d5a) return isPeImage(view) ? "pe" : undefined;
  return isCoffObject(view) ? "pe" : undefined;
}

/** Java class files share the magic; their second word is a version, 45 and up. */
function isFat(view: DataView): boolean {
  return view.byteLength >= 8 && view.getUint32(4) < 45;
}

/** Plain DOS programs start with MZ too. */
function isPeImage(view: DataView): boolean {
  if (view.byteLength < 64) return false;
  const start = view.getUint32(0x3c, true);
  return start + 4 <= view.byteLength && view.getUint32(start, true) === 0x4550;
}

/** COFF objects have no magic: a known machine, no optional header, and section headers that fit must do. */
function isCoffObject(view: DataView): boolean {
  if (view.byteLength < 20 || !COFF_MACHINES.has(view.getUint16(0, true))) return false;
  const sections = view.getUint16(2, true);
  return view.getUint16(16, true) === 0 && sections > 0 && 20 + sections * 40 <= view.byteLength;
}
