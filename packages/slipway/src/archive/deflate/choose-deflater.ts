import { pakoDeflater } from "./pako-deflater.ts";
import type { Deflater } from "./deflater.ts";

/** CRC-32 and length of the two compressed halves of the known vector, as zlib 1.3.1 of Node 22 to 26 and pako 3.0.3 give them. */
const KNOWN_ANSWER = "087a579e:36881 acfee68e:35311";

/**
 * Returns the host's encoder when it gives the known answer, else pako. Hosts differ: a Node that was linked with
 * another zlib, or a later one, compresses to other bytes.
 */
export async function chooseDeflater(native: Deflater | undefined): Promise<Deflater> {
  if (native === undefined) return pakoDeflater;
  try {
    return (await deflateAnswer(native)) === KNOWN_ANSWER ? native : pakoDeflater;
  } catch {
    return pakoDeflater;
  }
}

/** What an encoder makes of the known vector, in the form of the pinned answer. */
export async function deflateAnswer(deflater: Deflater): Promise<string> {
  const vector = knownVector();
  const half = vector.length / 2;
  const blocks = [
    { bytes: vector.subarray(0, half), last: false },
    { bytes: vector.subarray(half), dictionary: vector.subarray(half - 32_768, half), last: true },
  ];
  const answers: string[] = [];
  for (const block of blocks) {
    const bytes = await deflater.deflateBlock(block);
    answers.push(`${deflater.crc32(bytes, 0).toString(16).padStart(8, "0")}:${bytes.length}`);
  }
  return answers.join(" ");
}

/** 192 KiB that make zlib take all its ways: words with long and short repeats, machine-code-like records, noise, runs. */
function knownVector(): Uint8Array {
  const vector = new Uint8Array(196_608);
  let state = 0x9e3779b9;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let at = 0; at < vector.length;) {
    const part = next() % 8;
    const length = Math.min(16 + (next() % 600), vector.length - at);
    for (let end = at + length; at < end; at++) {
      if (part < 3 && at > 40_000) vector[at] = vector[at - 1 - (state % 39_000)]!;
      else if (part === 3) vector[at] = next() & 0xff;
      else if (part === 4) vector[at] = at & 7 ? 0 : next() & 0x3f;
      else if (part === 5) vector[at] = 0x55;
      else vector[at] = 97 + (next() % (3 + (at % 11)));
    }
  }
  return vector;
}
