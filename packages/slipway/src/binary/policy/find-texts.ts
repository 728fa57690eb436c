/** Where a text stands, and how often. */
export interface FoundText {
  readonly text: string;
  /** Offsets in the order of the file; at most `MOST` of them. */
  readonly offsets: readonly number[];
  readonly count: number;
}

/** Offsets that are kept of one text; the rest is only counted. */
const MOST = 256;

/** Finds a byte in a file from a place on, or -1. */
export type FindByte = (byte: number, from: number) => number;
/** What a host does it with: most of the time is spent in it. */
export type ByteFinder = (bytes: Uint8Array) => FindByte;

/** Looks for several texts. They must not be empty. */
export function findTexts(
  bytes: Uint8Array,
  texts: readonly string[],
  finder: ByteFinder = plainFinder,
): readonly FoundText[] {
  const encoder = new TextEncoder();
  const needles = [...new Set(texts)].map((text) => ({
    text,
    bytes: encoder.encode(text),
    offsets: [] as number[],
    count: 0,
  }));
  const find = finder(bytes);
  for (const [anchor, group] of anchored(needles, sampleOf(bytes))) {
    for (let hit = find(anchor, 0); hit >= 0; hit = find(anchor, hit + 1)) {
      for (const { needle, place } of group) {
        const at = hit - place;
        if (!matches(bytes, at, needle.bytes)) continue;
        needle.count++;
        if (needle.offsets.length < MOST) needle.offsets.push(at);
      }
    }
  }
  return needles.filter(({ count }) => count > 0).map(({ text, offsets, count }) => ({ text, offsets, count }));
}

function plainFinder(bytes: Uint8Array): FindByte {
  return (byte, from) => bytes.indexOf(byte, from);
}

interface Needle {
  readonly bytes: Uint8Array;
}

/** Bytes of the file that are counted. */
const SAMPLE = 1 << 14;
/** One pass over a file costs as much as this many hits in its sample. */
const PASS = 30;

/** How often each byte stands in a part of the file that is taken from all over it. */
function sampleOf(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  const step = Math.max(1, Math.floor(bytes.length / SAMPLE) | 1);
  for (let at = 0; at < bytes.length; at += step) counts[bytes[at]!]!++;
  return counts;
}

/**
 * Chooses by which bytes the texts are looked for: the host finds a single byte fastest, so rare ones, and ones that several texts
 * have, are best. With each its texts, and where in them it stands first.
 */
function anchored<T extends Needle>(
  needles: readonly T[],
  counts: Uint32Array,
): ReadonlyMap<number, readonly { readonly needle: T; readonly place: number }[]> {
  const groups = new Map<number, { readonly needle: T; readonly place: number }[]>();
  let left = needles;
  while (left.length > 0) {
    const having = new Map<number, number>();
    for (const { bytes } of left) for (const byte of new Set(bytes)) having.set(byte, (having.get(byte) ?? 0) + 1);
    const cost = (byte: number): number => (PASS + counts[byte]!) / having.get(byte)!;
    const best = [...having.keys()].reduce((one, other) => (cost(other) < cost(one) ? other : one));
    const group = left.filter(({ bytes }) => bytes.includes(best));
    groups.set(
      best,
      group.map((needle) => ({ needle, place: needle.bytes.indexOf(best) })),
    );
    left = left.filter(({ bytes }) => !bytes.includes(best));
  }
  return groups;
}

function matches(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at < 0 || at + needle.length > bytes.length) return false;
  for (let index = 0; index < needle.length; index++) if (bytes[at + index] !== needle[index]) return false;
  return true;
}
