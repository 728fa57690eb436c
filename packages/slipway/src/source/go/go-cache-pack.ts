import type { Json } from "../../json.ts";
import { sha256 } from "../../platform/hash.ts";
import type { GoCache, GoCacheEntry } from "./go-cache.ts";

/** Files written side by side. */
const WRITERS = 16;

/** The index of a pack, as JSON: the contents lie one after the other in this order, each once. */
export function packIndex(entries: readonly GoCacheEntry[]): Json {
  return entries.map(({ action, output, size }) => [action, output, size]);
}

/** @throws Error for what is no index */
export function readPackIndex(index: Json | undefined): GoCacheEntry[] {
  if (!Array.isArray(index)) throw new Error("it has no index");
  return index.map((line: unknown) => {
    const [action, output, length] = Array.isArray(line) ? (line as unknown[]) : [];
    const good = [action, output].every((each) => typeof each === "string" && /^[0-9a-f]{64}$/.test(each));
    if (!good || typeof length !== "number" || !Number.isSafeInteger(length) || length < 0)
      throw new Error("its index is misshapen");
    return { action: action as string, output: output as string, size: length };
  });
}

/** Bytes that entries have, those with the same content counted as often as they are. */
export function packedSize(entries: Iterable<GoCacheEntry>): number {
  let sum = 0;
  for (const { size } of entries) sum += size;
  return sum;
}

/** The contents of entries as one piece; `undefined` when one of them is gone. */
export async function makePack(cache: GoCache, entries: readonly GoCacheEntry[]): Promise<Uint8Array | undefined> {
  const unique = new Map(entries.map(({ output, size }) => [output, size]));
  const pack = new Uint8Array([...unique.values()].reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const [output, size] of unique) {
    const bytes = await cache.read(output);
    if (bytes?.length !== size) return undefined;
    pack.set(bytes, at);
    at += size;
  }
  return pack;
}

/**
 * Adds to a cache the entries of a pack that are `missing` there.
 *
 * @throws Error when the pack is not what its index says; what was added until then is right.
 */
export async function unpack(
  cache: GoCache,
  entries: readonly GoCacheEntry[],
  missing: ReadonlySet<GoCacheEntry>,
  pack: Uint8Array,
): Promise<void> {
  const offsets = new Map<string, number>();
  let at = 0;
  for (const { output, size } of entries) {
    if (offsets.has(output)) continue;
    offsets.set(output, at);
    at += size;
  }
  if (at !== pack.length) throw new Error("its index does not fit");
  const waiting = [...missing][Symbol.iterator]();
  // One that fails ends the others soon, and nothing is written any more when it is told.
  let failed = false;
  // Entries of one content are written by the first; the others find it, or write the same bytes.
  const writer = async (): Promise<void> => {
    for (const entry of waiting) {
      if (failed) return;
      const start = offsets.get(entry.output)!;
      const content = pack.subarray(start, start + entry.size);
      try {
        // Go believes its cache: what is put there must be what its name says.
        if (sha256(content) !== entry.output) throw new Error(`${entry.output.slice(0, 12)}… has other bytes`);
        await cache.write(entry, content);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const writers = await Promise.allSettled(Array.from({ length: WRITERS }, writer));
  for (const each of writers) if (each.status === "rejected") throw each.reason;
}
