/** Filters that may stand before LZMA2 (The .xz File Format 1.2.1, 5.3). */
const NAMES: Readonly<Record<number, string>> = {
  3: "a delta filter",
  4: "a filter for x86 programs (BCJ)",
  5: "a filter for PowerPC programs (BCJ)",
  6: "a filter for IA-64 programs (BCJ)",
  7: "a filter for ARM programs (BCJ)",
  8: "a filter for ARM Thumb programs (BCJ)",
  9: "a filter for SPARC programs (BCJ)",
  10: "a filter for ARM64 programs (BCJ)",
  11: "a filter for RISC-V programs (BCJ)",
};

const STREAM_HEADER = 12;
/** Bytes that `xzFilter` wants to see: a stream's header and the longest block header. */
export const XZ_FILTERS_HEAD = STREAM_HEADER + 1024;

/** Names what the first block of an xz file was filtered with, by the file's first bytes; `undefined` for nothing but LZMA2. */
export function xzFilter(head: Uint8Array): string | undefined {
  const flags = head[STREAM_HEADER + 1] ?? 0;
  let at = STREAM_HEADER + 2;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = head[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  // Sizes of the block, packed and unpacked.
  for (const flag of [0x40, 0x80]) if ((flags & flag) !== 0) number();
  for (let left = (flags & 3) + 1; left > 0; left--) {
    const filter = number();
    if (filter !== 0x21) return NAMES[filter] ?? `a filter of number ${filter}`;
    at += number();
  }
  return undefined;
}
