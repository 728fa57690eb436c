import type { AddressSpace } from "../address-space.ts";
import { decodeText } from "../decode-text.ts";
import type { Program } from "../read-binary.ts";
import type { WasmModule } from "../wasm/wasm-module.ts";
import { parseModuleInfo } from "./module-info.ts";
import type { GoModuleInfo } from "./module-info.ts";
import { dataRegions, indexOfBytes, memoryOf, namedPart } from "./program-memory.ts";
import type { NamedPart } from "./program-memory.ts";
import { findWasmText } from "./wasm-quick-facts.ts";

/** The Go build information of a program. */
export interface GoBuildInfo extends GoModuleInfo {
  /** `go1.26.8`, perhaps with experiments behind it. */
  readonly version: string;
  /** The stored text of modules and settings; empty in programs built outside a module. */
  readonly text: string;
  /** File offset of the blob; -1 when it was put together from pieces (WebAssembly). */
  readonly offset: number;
  /** `pointers` before Go 1.18; `marked` is the bare text in WebAssembly, where the linker writes no blob. */
  readonly form: "inline" | "pointers" | "marked";
}

/** `\xff Go buildinf:`, see `debug/buildinfo` in Go's source. */
const MAGIC = Uint8Array.of(0xff, ...new TextEncoder().encode(" Go buildinf:"));
/** Stand around the text of modules and settings (`cmd/go/internal/modload`). */
const TEXT_START = Uint8Array.of(
  0x30,
  0x77,
  0xaf,
  0x0c,
  0x92,
  0x74,
  0x08,
  0x02,
  0x41,
  0xe1,
  0xc1,
  0x07,
  0xe6,
  0xd6,
  0x18,
  0xe6,
);
const TEXT_END = Uint8Array.of(
  0xf9,
  0x32,
  0x43,
  0x31,
  0x86,
  0x18,
  0x20,
  0x72,
  0x00,
  0x82,
  0x42,
  0x10,
  0x41,
  0x16,
  0xd8,
  0xf2,
);
const HEADER_SIZE = 32;
const ALIGN = 16;

/**
 * Reads the Go build information: from the section of that name, or by its magic in the writable data, as Go does, and
 * in WebAssembly's memory, which Go does not do.
 *
 * Returns `undefined` for a program that was not made by Go (or by Go before 1.13).
 *
 * @throws FormatError when the file itself is damaged
 */
export function readGoBuildInfo(program: Program): GoBuildInfo | undefined {
  if (program.format === "wasm") return readMarked(program);
  const memory = memoryOf(program);
  const named = namedPart(program, "go.buildinfo");
  const parts: readonly NamedPart[] = named === undefined ? dataRegions(memory) : [named];
  for (const part of parts) {
    const at = findMagic(part);
    if (at < 0) continue;
    const info = readBlob(part, at, memory);
    if (info !== undefined) return info;
  }
  return undefined;
}

/** In WebAssembly the text stands in memory between its markers, and the version among the producers. */
function readMarked(program: WasmModule): GoBuildInfo | undefined {
  const version = program.producers["language"]?.find((each) => each.name === "Go")?.version;
  if (version === undefined) return undefined;
  const text = findWasmText(program, TEXT_START, TEXT_END);
  if (text !== undefined) return infoOf(version, text, { offset: -1, form: "marked" });
  for (const region of memoryOf(program).regions) {
    const start = indexOfBytes(region.bytes, TEXT_START);
    const end = start < 0 ? -1 : indexOfBytes(region.bytes, TEXT_END, start);
    if (end < 0) continue;
    const offset = region.offset < 0 ? -1 : region.offset + start;
    return infoOf(version, region.bytes.subarray(start, end + TEXT_END.length), { offset, form: "marked" });
  }
  return { version, text: "", offset: -1, form: "marked", ...parseModuleInfo("") };
}

function findMagic(part: NamedPart): number {
  const { bytes } = part;
  const first = Number((BigInt(ALIGN) - (part.address % BigInt(ALIGN))) % BigInt(ALIGN));
  for (let at = first; at + HEADER_SIZE <= bytes.length; at += ALIGN) {
    if (bytes[at] === 0xff && MAGIC.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

function readBlob(part: NamedPart, at: number, memory: AddressSpace): GoBuildInfo | undefined {
  const { bytes } = part;
  const pointerSize = bytes[at + 14]!;
  const flags = bytes[at + 15]!;
  const offset = part.offset < 0 ? -1 : part.offset + at;
  if ((flags & 2) !== 0) {
    const version = inlineString(bytes, at + HEADER_SIZE);
    if (version === undefined || version.end === version.start) return undefined;
    const modules = inlineString(bytes, version.end);
    if (modules === undefined) return undefined;
    return infoOf(decodeText(bytes, version.start, version.end), bytes.subarray(modules.start, modules.end), {
      offset,
      form: "inline",
    });
  }
  if (pointerSize !== 4 && pointerSize !== 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_SIZE);
  const littleEndian = (flags & 1) === 0;
  const pointer = (where: number): bigint =>
    pointerSize === 8 ? view.getBigUint64(where, littleEndian) : BigInt(view.getUint32(where, littleEndian));
  const version = stringAt(memory, pointer(16));
  const modules = stringAt(memory, pointer(16 + pointerSize));
  if (version === undefined || version.length === 0) return undefined;
  return infoOf(decodeText(version), modules ?? new Uint8Array(0), { offset, form: "pointers" });
}

function infoOf(
  version: string,
  framed: Uint8Array,
  place: { readonly offset: number; readonly form: GoBuildInfo["form"] },
): GoBuildInfo {
  // Sixteen marker bytes stand on both sides, so that the text can be found in memory.
  const text =
    framed.length >= 33 && framed[framed.length - 17] === 0x0a ? decodeText(framed, 16, framed.length - 16) : "";
  return { version, text, ...place, ...parseModuleInfo(text) };
}

/** A length as an unsigned varint, then that many bytes. */
function inlineString(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | undefined {
  let length = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) !== 0) continue;
    const start = at + index + 1;
    return start + length <= bytes.length ? { start, end: start + length } : undefined;
  }
  return undefined;
}

/** The bytes of the Go string whose header, pointer and length, stands at an address. */
function stringAt(memory: AddressSpace, address: bigint): Uint8Array | undefined {
  const data = memory.pointerAt(address);
  const length = memory.pointerAt(address + BigInt(memory.pointerSize));
  return data === undefined || length === undefined ? undefined : memory.read(data, Number(length));
}
