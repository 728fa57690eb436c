import { Reader } from "../reader.ts";

/** A CodeDirectory: what exactly is signed. */
export interface CodeDirectory {
  readonly version: number;
  readonly flags: number;
  readonly identifier: string;
  readonly team: string | undefined;
  /** 1 SHA-1, 2 SHA-256, 3 truncated SHA-256, 4 SHA-384. */
  readonly hashType: number;
  readonly hashSize: number;
  readonly pageSize: number;
  readonly codeLimit: number;
  readonly execSegmentBase: bigint;
  readonly execSegmentLimit: bigint;
  readonly execSegmentFlags: bigint;
  /** Hashes of Info.plist, requirements, entitlements ...: index 0 is slot -1. */
  readonly specialHashes: readonly Uint8Array[];
  /** Of each page of the code, in order; read when they are asked for. */
  readonly codeHashes: readonly Uint8Array[];
  /** How many there are. */
  readonly codePages: number;
  /** The blob itself; the first 20 bytes of its SHA-256 are the cdhash. */
  readonly bytes: Uint8Array;
}

/** One blob of the signature with its slot number. */
export interface SignatureBlob {
  readonly slot: number;
  readonly magic: number;
  readonly bytes: Uint8Array;
}

/** An embedded signature (`CS_SuperBlob`). */
export interface CodeSignature {
  readonly offset: number;
  readonly size: number;
  readonly blobs: readonly SignatureBlob[];
  readonly directories: readonly CodeDirectory[];
  /** XML entitlements, if any. */
  readonly entitlements: string | undefined;
  /** CMS SignedData; empty for an ad-hoc signature. */
  readonly cms: Uint8Array;
  readonly adHoc: boolean;
  readonly linkerSigned: boolean;
  readonly hardenedRuntime: boolean;
}

export const CS_MAGIC = {
  SUPERBLOB: 0xfade0cc0,
  CODE_DIRECTORY: 0xfade0c02,
  REQUIREMENTS: 0xfade0c01,
  CMS: 0xfade0b01,
  ENTITLEMENTS: 0xfade7171,
  ENTITLEMENTS_DER: 0xfade7172,
} as const;

export const CS_FLAG = { ADHOC: 0x2, RUNTIME: 0x10000, LINKER_SIGNED: 0x20000 } as const;

/** Reads a signature; all of its numbers are big-endian whatever the program's order. @throws FormatError */
export function readCodeSignature(bytes: Uint8Array, origin: number): CodeSignature {
  const reader = new Reader(bytes, { littleEndian: false, origin });
  const magic = reader.u32("SuperBlob.magic");
  if (magic !== CS_MAGIC.SUPERBLOB) {
    throw reader.fault("SuperBlob.magic", `0x${magic.toString(16)}`, "0xfade0cc0", 0);
  }
  const size = reader.u32("SuperBlob.length");
  const whole = reader.sub(0, size, "SuperBlob.length").seek(8, "SuperBlob.count");
  const count = whole.u32("SuperBlob.count");
  whole.count(count, 8, "SuperBlob.count");
  const index = Array.from({ length: count }, () => ({ slot: whole.u32("type"), offset: whole.u32("offset") }));
  let total = 0;
  const blobs = index.map(({ slot, offset }) => {
    const blobMagic = whole.seek(offset, "blob offset").u32("blob magic");
    const length = whole.u32("blob length");
    total += length;
    if (total > bytes.length) throw whole.fault("blob length", `${length}`, "blobs that do not overlap", offset + 4);
    return { slot, magic: blobMagic, bytes: whole.slice(offset, length, "blob length"), offset: origin + offset };
  });
  const directories = blobs
    .filter((blob) => blob.magic === CS_MAGIC.CODE_DIRECTORY)
    .map((blob) => readCodeDirectory(blob.bytes, blob.offset));
  const entitlements = blobs.find((blob) => blob.magic === CS_MAGIC.ENTITLEMENTS);
  const cms = blobs.find((blob) => blob.magic === CS_MAGIC.CMS);
  const flags = directories[0]?.flags ?? 0;
  return {
    offset: origin,
    size,
    blobs: blobs.map(({ slot, magic: blobMagic, bytes: blobBytes }) => ({ slot, magic: blobMagic, bytes: blobBytes })),
    directories,
    entitlements: entitlements === undefined ? undefined : new TextDecoder().decode(entitlements.bytes.subarray(8)),
    cms: cms?.bytes.subarray(8) ?? new Uint8Array(0),
    adHoc: (flags & CS_FLAG.ADHOC) !== 0,
    linkerSigned: (flags & CS_FLAG.LINKER_SIGNED) !== 0,
    hardenedRuntime: (flags & CS_FLAG.RUNTIME) !== 0,
  };
}

function readCodeDirectory(bytes: Uint8Array, origin: number): CodeDirectory {
  const reader = new Reader(bytes, { littleEndian: false, origin }).seek(8, "CodeDirectory");
  const version = reader.u32("version");
  const flags = reader.u32("flags");
  const hashOffset = reader.u32("hashOffset");
  const identOffset = reader.u32("identOffset");
  const specialCount = reader.u32("nSpecialSlots");
  const codeCount = reader.u32("nCodeSlots");
  let codeLimit = reader.u32("codeLimit");
  const hashSize = reader.u8("hashSize");
  const hashType = reader.u8("hashType");
  reader.skip(1, "platform");
  const pageShift = reader.u8("pageSize");
  reader.skip(4, "spare2");
  let teamOffset = 0;
  let execSegmentBase = 0n;
  let execSegmentLimit = 0n;
  let execSegmentFlags = 0n;
  if (version >= 0x20100) reader.skip(4, "scatterOffset");
  if (version >= 0x20200) teamOffset = reader.u32("teamOffset");
  if (version >= 0x20300) {
    const wideLimit = reader.skip(4, "spare3").size64("codeLimit64");
    if (wideLimit !== 0) codeLimit = wideLimit;
  }
  if (version >= 0x20400) {
    execSegmentBase = reader.u64("execSegBase");
    execSegmentLimit = reader.u64("execSegLimit");
    execSegmentFlags = reader.u64("execSegFlags");
  }
  const identifier = reader.seek(identOffset, "identOffset").cstring("identifier");
  const team = teamOffset === 0 ? undefined : reader.seek(teamOffset, "teamOffset").cstring("team");
  const hashes = (offset: number, count: number, field: string): (() => Uint8Array[]) => {
    const part = reader.sub(offset, count * hashSize, field);
    part.count(count, Math.max(hashSize, 1), field);
    return () => Array.from({ length: count }, () => part.take(hashSize, field));
  };
  const specialHashes = hashes(hashOffset - specialCount * hashSize, specialCount, "nSpecialSlots")().toReversed();
  const readCode = hashes(hashOffset, codeCount, "nCodeSlots");
  let codeHashes: readonly Uint8Array[] | undefined;
  return {
    version,
    flags,
    identifier,
    team,
    hashType,
    hashSize,
    pageSize: pageShift === 0 ? 0 : 2 ** pageShift,
    codeLimit,
    execSegmentBase,
    execSegmentLimit,
    execSegmentFlags,
    specialHashes,
    get codeHashes() {
      return (codeHashes ??= readCode());
    },
    codePages: codeCount,
    bytes,
  };
}
