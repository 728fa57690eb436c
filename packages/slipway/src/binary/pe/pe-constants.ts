/** Numbers of the "PE Format" specification. */

export const MACHINE = {
  UNKNOWN: 0,
  I386: 0x14c,
  ARM: 0x1c0,
  ARMNT: 0x1c4,
  AMD64: 0x8664,
  ARM64: 0xaa64,
} as const;

/** File header Characteristics. */
export const FILE = {
  RELOCS_STRIPPED: 0x1,
  EXECUTABLE_IMAGE: 0x2,
  LINE_NUMS_STRIPPED: 0x4,
  LOCAL_SYMS_STRIPPED: 0x8,
  LARGE_ADDRESS_AWARE: 0x20,
  DEBUG_STRIPPED: 0x200,
  DLL: 0x2000,
} as const;

/** DllCharacteristics. */
export const DLL = {
  HIGH_ENTROPY_VA: 0x20,
  DYNAMIC_BASE: 0x40,
  FORCE_INTEGRITY: 0x80,
  NX_COMPAT: 0x100,
  NO_SEH: 0x400,
  APPCONTAINER: 0x1000,
  GUARD_CF: 0x4000,
  TERMINAL_SERVER_AWARE: 0x8000,
} as const;

export const SUBSYSTEM = { NATIVE: 1, WINDOWS_GUI: 2, WINDOWS_CUI: 3, EFI_APPLICATION: 10 } as const;

/** Section Characteristics. */
export const SCN = {
  CNT_CODE: 0x20,
  CNT_INITIALIZED_DATA: 0x40,
  CNT_UNINITIALIZED_DATA: 0x80,
  MEM_DISCARDABLE: 0x02000000,
  MEM_EXECUTE: 0x20000000,
  MEM_READ: 0x40000000,
  MEM_WRITE: 0x80000000,
} as const;

/** Data directory indexes. */
export const DIRECTORY = {
  EXPORT: 0,
  IMPORT: 1,
  RESOURCE: 2,
  EXCEPTION: 3,
  CERTIFICATE: 4,
  BASE_RELOCATION: 5,
  DEBUG: 6,
  TLS: 9,
  LOAD_CONFIG: 10,
  BOUND_IMPORT: 11,
  IAT: 12,
  DELAY_IMPORT: 13,
  CLR: 14,
} as const;

/** Resource types that matter for programs. */
export const RESOURCE = { ICON: 3, GROUP_ICON: 14, VERSION: 16, MANIFEST: 24 } as const;
