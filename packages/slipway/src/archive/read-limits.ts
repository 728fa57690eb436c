/** How much a reader believes of an archive from strangers. */
export interface ReadLimits {
  /** Members. */
  readonly entries: number;
  /** Bytes of content of all members together. */
  readonly bytes: number;
  /** Bytes of one name, link or record of extended headers. */
  readonly name: number;
  /** How many bytes of content one compressed byte may become, beyond the first MiB of a member. DEFLATE reaches 1032. */
  readonly ratio: number;
}

/** Generous for releases, small enough for a machine. */
export const READ_LIMITS: ReadLimits = { entries: 100_000, bytes: 8 * 2 ** 30, name: 32_768, ratio: 1100 };
