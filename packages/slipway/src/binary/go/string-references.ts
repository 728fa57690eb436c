import type { Region } from "../address-space.ts";
import type { Program } from "../read-binary.ts";

/**
 * Whether a program uses exactly the bytes at an address, with this length, as a Go string. String constants stand
 * in a Go program without separators, so that only what refers to them tells where one ends.
 *
 * Headers of strings in data are found on every processor, instructions on amd64 and arm64. `undefined` where nothing was
 * found and instructions could not be read.
 *
 * @throws FormatError
 */
export function usesString(program: Program, address: bigint, length: number): boolean | undefined {
  const { regions, littleEndian, pointerSize } = program.addressSpace;
  for (const region of regions) {
    if (!region.executable && hasHeader(region, { address, length, littleEndian, pointerSize })) return true;
  }
  const find = instructionsOf(program);
  if (find === undefined) return undefined;
  return regions.some((region) => region.executable && find(region, address, length));
}

type Finder = (region: Region, address: bigint, length: number) => boolean;

function instructionsOf(program: Program): Finder | undefined {
  switch (program.format) {
    case "elf":
      return program.header.machine === 62 ? amd64 : program.header.machine === 183 ? arm64 : undefined;
    case "macho":
      return program.header.cpu === 0x01000007 ? amd64 : program.header.cpu === 0x0100000c ? arm64 : undefined;
    case "pe":
      return program.coff.machine === 0x8664 ? amd64 : program.coff.machine === 0xaa64 ? arm64 : undefined;
    default:
      return undefined;
  }
}

interface Header {
  readonly address: bigint;
  readonly length: number;
  readonly littleEndian: boolean;
  readonly pointerSize: number;
}

/** A pointer and a length beside each other. Chained fixups of Mach-O keep marks in the pointer's high bits. */
function hasHeader(region: Region, { address, length, littleEndian, pointerSize }: Header): boolean {
  const view = new DataView(region.bytes.buffer, region.bytes.byteOffset, region.bytes.byteLength);
  const low = Number(address & 0xffffffffn);
  const lowAt = pointerSize === 8 && !littleEndian ? 4 : 0;
  for (let at = 0; at + 2 * pointerSize <= view.byteLength; at += 4) {
    if (view.getUint32(at + lowAt, littleEndian) !== low) continue;
    if (view.getUint32(at + pointerSize + lowAt, littleEndian) === length) return true;
  }
  return false;
}

/** Bytes around an instruction in which the length is loaded. */
const NEAR = 64;

/** `lea reg, [rip + displacement]` (`48 8d`, `4c 8d`) with the length as an immediate near it. */
function amd64({ bytes, address: start }: Region, address: bigint, length: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const distance = Number(address - start);
  for (let at = bytes.indexOf(0x8d, 1); at >= 0 && at + 6 <= bytes.length; at = bytes.indexOf(0x8d, at + 1)) {
    if ((bytes[at + 1]! & 0xc7) !== 0x05 || (bytes[at - 1]! & 0xfb) !== 0x48) continue;
    if (at + 6 + view.getInt32(at + 2, true) !== distance) continue;
    for (let near = Math.max(0, at - NEAR); near < Math.min(bytes.length - 4, at + NEAR); near++) {
      if (view.getUint32(near, true) === length) return true;
    }
  }
  return false;
}

/** `adrp` and `add` with the length in a `movz` or `orr` near them. */
function arm64({ bytes, address: start }: Region, address: bigint, length: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const page = (address >> 12n) - (start >> 12n);
  const low = Number(address & 0xfffn);
  const within = Number(start & 0xfffn);
  for (let at = 0; at + 8 <= bytes.length; at += 4) {
    const word = view.getUint32(at, true);
    if ((word & 0x9f000000) >>> 0 !== 0x90000000) continue;
    const next = view.getUint32(at + 4, true);
    if ((next & 0xffc00000) >>> 0 !== 0x91000000 || ((next >>> 10) & 0xfff) !== low) continue;
    const pages = (((((word >>> 5) & 0x7ffff) << 2) | ((word >>> 29) & 3)) << 11) >> 11;
    if (BigInt(pages + ((at + within) >> 12)) !== page) continue;
    for (let near = Math.max(0, at - NEAR); near < Math.min(bytes.length - 3, at + NEAR); near += 4) {
      if (loadsConstant(view.getUint32(near, true), length)) return true;
    }
  }
  return false;
}

/** `movz xN, #value` or, for what has the form of a mask, `orr xN, xzr, #value`. */
function loadsConstant(word: number, value: number): boolean {
  if ((word & 0x7fe00000) >>> 0 === 0x52800000) return ((word >>> 5) & 0xffff) === value;
  if ((word & 0x7f8003e0) >>> 0 !== 0x320003e0) return false;
  const rotate = (word >>> 16) & 0x3f;
  const size = (word >>> 10) & 0x3f;
  // One run of ones, rotated right in 64 or 32 bits: what lengths look like.
  const width = (word >>> 22) & 1 ? 64n : 32n;
  if (size >= 0x3f) return false;
  const ones = (1n << BigInt(size + 1)) - 1n;
  const mask = (1n << width) - 1n;
  const turned = ((ones >> BigInt(rotate)) | (ones << (width - BigInt(rotate)))) & mask;
  return turned === BigInt(value);
}
