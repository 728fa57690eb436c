import type { Sha256 } from "../macho/sign-ad-hoc.ts";

/** A program in two files. */
export interface SplitProgram {
  readonly program: Uint8Array;
  readonly debug: Uint8Array;
  /** Build ID (ELF, hex) or UUID (Mach-O), which both files have. */
  readonly id: string | undefined;
  /** Whether there is DWARF, and not only a symbol table. */
  readonly hasDebug: boolean;
}

export interface SplitOptions {
  /** Name of the debug file, which an ELF program keeps to find it by. */
  readonly debugName: string;
  /** CRC-32 as of zip and gzip. */
  readonly crc32: (bytes: Uint8Array) => number;
  readonly sha256?: Sha256;
}
