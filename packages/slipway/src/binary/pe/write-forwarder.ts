import { Writer } from "../writer.ts";

/** A DLL to make: each export leads to a function of another DLL, written `dll.function`. */
export interface Forwarder {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly machine: "amd64" | "386";
}

const PAGE = 0x1000;
const FILE_ALIGN = 0x200;
/** Where the PE header begins, and where the only section stands in the file and in memory. */
const PE = 0x40;
const SECTION_FILE = 0x200;
const SECTION = PAGE;

/**
 * The bytes of a DLL without any code: an export directory whose entries forward (PE format, "Export Address Table": an
 * address inside the export section is that of a text `dll.function`). Deterministic.
 */
export function writeForwarder({ name, exports, machine }: Forwarder): Uint8Array {
  const wide = machine === "amd64";
  const section = exportSection(name, exports);
  const fileSize = alignUp(section.length, FILE_ALIGN);
  const bytes = new Uint8Array(SECTION_FILE + fileSize);
  const out = new Writer(bytes);
  out.u16(0, 0x5a4d).u32(0x3c, PE).u32(PE, 0x4550);

  const coff = PE + 4;
  const optionalSize = wide ? 240 : 224;
  // An executable image that is a DLL; and that it may use large addresses, or is for 32 bits.
  out.u16(coff, wide ? 0x8664 : 0x14c).u16(coff + 2, 1);
  out.u16(coff + 16, optionalSize).u16(coff + 18, 0x2002 | (wide ? 0x20 : 0x100));

  const optional = coff + 20;
  out.u16(optional, wide ? 0x20b : 0x10b).u32(optional + 8, fileSize);
  if (wide) out.u64(optional + 24, 0x1_8000_0000n);
  else out.u32(optional + 28, 0x1000_0000);
  out.u32(optional + 32, PAGE).u32(optional + 36, FILE_ALIGN);
  // Made for Windows 6.0 and later, a console program; relocatable, with data only.
  out.u16(optional + 40, 6).u16(optional + 48, 6);
  out.u32(optional + 56, SECTION + alignUp(section.length, PAGE)).u32(optional + 60, SECTION_FILE);
  out.u16(optional + 68, 3).u16(optional + 70, 0x100);
  const directories = optional + (wide ? 108 : 92);
  out
    .u32(directories, 16)
    .u32(directories + 4, SECTION)
    .u32(directories + 8, section.length);

  const header = optional + optionalSize;
  bytes.set(ascii(".edata"), header);
  out.u32(header + 8, section.length).u32(header + 12, SECTION);
  out.u32(header + 16, fileSize).u32(header + 20, SECTION_FILE);
  // Initialized data that can be read.
  out.u32(header + 36, 0x4000_0040);
  bytes.set(section, SECTION_FILE);
  return bytes;
}

/** The export directory, its three tables and its texts. Names are searched by halves, so they are sorted. */
function exportSection(name: string, exports: Forwarder["exports"]): Uint8Array {
  const entries = Object.entries(exports).sort(([a], [b]) => (a < b ? -1 : 1));
  const count = entries.length;
  const [targets, names, ordinals] = [40, 40 + count * 4, 40 + count * 8];
  const texts = [name, ...entries.flat()].map((text) => ascii(`${text}\0`));
  const bytes = new Uint8Array(ordinals + count * 2 + texts.reduce((sum, text) => sum + text.length, 0));
  const out = new Writer(bytes);
  let at = ordinals + count * 2;
  const addresses = texts.map((text) => {
    const address = SECTION + at;
    bytes.set(text, at);
    at += text.length;
    return address;
  });
  out.u32(12, addresses[0]!).u32(16, 1).u32(20, count).u32(24, count);
  out
    .u32(28, SECTION + targets)
    .u32(32, SECTION + names)
    .u32(36, SECTION + ordinals);
  for (const index of entries.keys()) {
    out.u32(names + index * 4, addresses[1 + index * 2]!).u32(targets + index * 4, addresses[2 + index * 2]!);
    out.u16(ordinals + index * 2, index);
  }
  return bytes;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function alignUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
