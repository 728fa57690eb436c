import type { AddressSpace } from "../address-space.ts";

/** The code of one function on one side. */
export interface Code {
  readonly bytes: Uint8Array;
  readonly address: bigint;
  readonly memory: AddressSpace;
}

/**
 * Whether two functions of equal size hold the same instructions, addresses of what moved left aside. For an architecture whose
 * instructions are not known here nobody can tell: `undefined`.
 */
export function sameCode(a: Code, b: Code, arch: string | undefined): boolean | undefined {
  if (arch === "arm64") return sameArm64(a.bytes, b.bytes);
  if (arch === "amd64" || arch === "386") return sameX86(a, b, arch === "amd64");
  return undefined;
}

/** Instructions are words (Arm ARM, C4): those that make or use an address differ in their immediate alone. */
function sameArm64(a: Uint8Array, b: Uint8Array): boolean {
  const one = new DataView(a.buffer, a.byteOffset, a.byteLength);
  const other = new DataView(b.buffer, b.byteOffset, b.byteLength);
  let at = 0;
  for (; at + 4 <= a.length; at += 4) {
    const [wordA, wordB] = [one.getUint32(at, true), other.getUint32(at, true)];
    if (wordA === wordB) continue;
    const mask = operandMask(wordA);
    if (((wordA ^ wordB) & ~mask) !== 0) return false;
  }
  return true;
}

/** The bits of an instruction that hold (part of) an address. */
function operandMask(word: number): number {
  if ((word & 0x7c000000) === 0x14000000) return 0x03ffffff; // B, BL
  if ((word & 0x1f000000) === 0x10000000) return 0x60ffffe0; // ADR, ADRP
  if ((word & 0x7f800000) === 0x11000000) return 0x003ffc00; // ADD immediate: the low bits behind an ADRP
  if ((word & 0x3b000000) === 0x39000000) return 0x003ffc00; // LDR, STR with an unsigned offset: the same
  if ((word & 0x3b000000) === 0x18000000) return 0x00ffffe0; // LDR literal
  return 0;
}

/**
 * On x86 an address is four bytes anywhere: relative to what follows on amd64 (and for calls), absolute on 386. Bytes that
 * differ are one when a window around them leads into the program on both sides.
 */
function sameX86(a: Code, b: Code, isRelative: boolean): boolean {
  const viewA = new DataView(a.bytes.buffer, a.bytes.byteOffset, a.bytes.byteLength);
  const viewB = new DataView(b.bytes.buffer, b.bytes.byteOffset, b.bytes.byteLength);
  const extents = new Map([a, b].map((code) => [code, extentOf(code.memory)]));
  const leads = (code: Code, view: DataView, at: number): boolean => {
    const value = view.getInt32(at, true);
    const [start, end] = extents.get(code)!;
    const isInside = (address: bigint): boolean => address >= start && address < end;
    return (!isRelative && isInside(BigInt(value >>> 0))) || isInside(code.address + BigInt(at + 4 + value));
  };
  for (let at = 0; at < a.bytes.length; at++) {
    if (a.bytes[at] === b.bytes[at]) continue;
    // The low byte of a moved address nearly always differs, so the window that starts here comes first.
    const start = [at, at - 1, at - 2, at - 3].find(
      (each) => each >= 0 && each + 4 <= a.bytes.length && leads(a, viewA, each) && leads(b, viewB, each),
    );
    if (start === undefined) return false;
    at = start + 3;
  }
  return true;
}

/** Memory that starts as zero has no bytes in the file; it lies behind everything that has. */
const ZEROED = 16n << 20n;

function extentOf({ regions }: AddressSpace): readonly [start: bigint, end: bigint] {
  let start: bigint | undefined;
  let end = 0n;
  for (const { address, bytes } of regions) {
    // Parts that are not mapped, such as debug data, have no address.
    if (address === 0n) continue;
    if (start === undefined || address < start) start = address;
    const last = address + BigInt(bytes.length);
    if (last > end) end = last;
  }
  return [start ?? 0n, end + ZEROED];
}
