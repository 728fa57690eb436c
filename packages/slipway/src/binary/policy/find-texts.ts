/** Where a text stands, and how often. */
export interface FoundText {
  readonly text: string;
  /** Offsets in the order of the file; at most `MOST` of them. */
  readonly offsets: readonly number[];
  readonly count: number;
}

/** Offsets that are kept of one text; the rest is only counted. */
const MOST = 256;

/** Looks for several texts in one pass. Texts must not be empty. */
export function findTexts(bytes: Uint8Array, texts: readonly string[]): readonly FoundText[] {
  const encoder = new TextEncoder();
  const needles = [...new Set(texts)].map((text) => ({
    text,
    bytes: encoder.encode(text),
    offsets: [] as number[],
    count: 0,
  }));
  const byFirst = new Map<number, typeof needles>();
  for (const needle of needles) {
    const first = needle.bytes[0]!;
    byFirst.set(first, [...(byFirst.get(first) ?? []), needle]);
  }
  for (const [first, group] of byFirst) {
    for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
      for (const needle of group) {
        if (bytes[at + 1] !== needle.bytes[1] && needle.bytes.length > 1) continue;
        if (!matches(bytes, at, needle.bytes)) continue;
        needle.count++;
        if (needle.offsets.length < MOST) needle.offsets.push(at);
      }
    }
  }
  return needles.filter(({ count }) => count > 0).map(({ text, offsets, count }) => ({ text, offsets, count }));
}

function matches(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let index = 2; index < needle.length; index++) if (bytes[at + index] !== needle[index]) return false;
  return true;
}
