/** Numbers of `<mach-o/loader.h>`, `<mach-o/fat.h>` and `<mach/machine.h>`. */

export const CPU = {
  I386: 7,
  X86_64: 0x01000007,
  ARM: 12,
  ARM64: 0x0100000c,
  ARM64_32: 0x0200000c,
  POWERPC: 18,
  POWERPC64: 0x01000012,
} as const;

export const MH = {
  OBJECT: 1,
  EXECUTE: 2,
  CORE: 4,
  DYLIB: 6,
  BUNDLE: 8,
  DSYM: 10,
} as const;

export const MH_FLAG = {
  NOUNDEFS: 0x1,
  DYLDLINK: 0x4,
  TWOLEVEL: 0x80,
  ALLOW_STACK_EXECUTION: 0x20000,
  PIE: 0x200000,
  NO_HEAP_EXECUTION: 0x1000000,
} as const;

export const LC = {
  SEGMENT: 0x1,
  SYMTAB: 0x2,
  UNIXTHREAD: 0x5,
  DYSYMTAB: 0xb,
  LOAD_DYLIB: 0xc,
  ID_DYLIB: 0xd,
  LOAD_DYLINKER: 0xe,
  ID_DYLINKER: 0xf,
  SEGMENT_64: 0x19,
  UUID: 0x1b,
  CODE_SIGNATURE: 0x1d,
  SEGMENT_SPLIT_INFO: 0x1e,
  LAZY_LOAD_DYLIB: 0x20,
  ENCRYPTION_INFO: 0x21,
  DYLD_INFO: 0x22,
  VERSION_MIN_MACOSX: 0x24,
  VERSION_MIN_IPHONEOS: 0x25,
  FUNCTION_STARTS: 0x26,
  DATA_IN_CODE: 0x29,
  SOURCE_VERSION: 0x2a,
  ENCRYPTION_INFO_64: 0x2c,
  VERSION_MIN_TVOS: 0x2f,
  VERSION_MIN_WATCHOS: 0x30,
  BUILD_VERSION: 0x32,
  LOAD_WEAK_DYLIB: 0x80000018,
  RPATH: 0x8000001c,
  REEXPORT_DYLIB: 0x8000001f,
  DYLD_INFO_ONLY: 0x80000022,
  LOAD_UPWARD_DYLIB: 0x80000023,
  MAIN: 0x80000028,
  DYLD_EXPORTS_TRIE: 0x80000033,
  DYLD_CHAINED_FIXUPS: 0x80000034,
} as const;

/** LC_BUILD_VERSION platforms. */
export const PLATFORM_NAMES: Readonly<Record<number, string>> = {
  1: "macos",
  2: "ios",
  3: "tvos",
  4: "watchos",
  5: "bridgeos",
  6: "maccatalyst",
  7: "iossimulator",
  8: "tvossimulator",
  9: "watchossimulator",
  10: "driverkit",
  11: "visionos",
  12: "visionossimulator",
};

/** Symbol types, `n_type`. */
export const N = { STAB: 0xe0, PEXT: 0x10, TYPE: 0x0e, EXT: 0x01, UNDF: 0x0, ABS: 0x2, SECT: 0xe, INDR: 0xa } as const;

/** `n_desc` bits of undefined and defined symbols. */
export const N_DESC = { WEAK_REF: 0x40, WEAK_DEF: 0x80 } as const;

/** Section types whose bytes are not in the file (`flags & 0xff`). */
export const ZEROFILL = new Set([0x1, 0xc, 0x12]);
