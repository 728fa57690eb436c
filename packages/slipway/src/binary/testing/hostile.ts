import { inspectBinary } from "../inspect/inspect-binary.ts";
import type { Inspection } from "../inspect/inspection.ts";
import { FormatError } from "../format-error.ts";
import { readBinary } from "../read-binary.ts";

/**
 * Reads all that a binary has: every getter of its class and everything that an inspection asks for. Returns the faults
 * that were found; anything thrown that is not a `FormatError` passes through, as the bug it is. `onInspection` sees the
 * inspection, when there is one.
 */
export function readEverything(
  bytes: Uint8Array,
  onInspection: (inspection: Inspection) => void = () => undefined,
): readonly FormatError[] {
  const faults: FormatError[] = [];
  const attempt = (read: () => unknown): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      faults.push(error);
    }
  };
  attempt(() => {
    const binary = readBinary(bytes);
    const getters = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(binary) as object));
    for (const [name, descriptor] of getters) {
      if (descriptor.get !== undefined) attempt(() => (binary as unknown as Record<string, unknown>)[name]);
    }
  });
  attempt(() => onInspection(inspectBinary(bytes, { sizes: true })));
  return faults;
}

/**
 * Runs `read` and returns the largest array, in bytes or elements, that it made at once. Typed arrays by length and
 * `Array.from({ length })` are what our readers size by numbers from files; everything else grows as it is read.
 */
export function largestArray(read: () => void): number {
  const { Uint8Array: Bytes, Array: List } = globalThis;
  const listFrom = List.from;
  let largest = 0;
  const seen = (size: unknown): void => {
    if (typeof size === "number") largest = Math.max(largest, size);
  };
  globalThis.Uint8Array = new Proxy(Bytes, {
    construct: (target, args, self) => {
      seen(args[0]);
      return Reflect.construct(target, args, self === globalThis.Uint8Array ? target : self) as object;
    },
  });
  List.from = ((source: { length?: unknown }, ...rest: []) => {
    seen(source.length);
    return Reflect.apply(listFrom, List, [source, ...rest]) as unknown[];
  }) as typeof List.from;
  try {
    read();
  } finally {
    globalThis.Uint8Array = Bytes;
    List.from = listFrom;
  }
  return largest;
}

/**
 * A copy of `bytes` in the middle of a larger buffer that holds `filling` everywhere else. A reader that looks past the end of
 * what it was given tells other things of the same bytes with other filling.
 */
export function surrounded(bytes: Uint8Array, filling: number): Uint8Array {
  const guard = 256;
  const buffer = new Uint8Array(bytes.length + 2 * guard).fill(filling);
  buffer.set(bytes, guard);
  return buffer.subarray(guard, guard + bytes.length);
}

/** A small deterministic generator (xorshift32), so that a failing case can be named by its seed. */
export function randomFrom(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
}

/** Damages a copy: some bytes of it, mostly in the first 4 KiB where headers are, become extreme or random values. */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const copy = bytes.slice();
  const extremes = [0x00, 0x01, 0x7f, 0x80, 0xff];
  for (let count = 1 + Math.floor(random() * 6); count > 0; count--) {
    const range = random() < 0.7 ? Math.min(copy.length, 4096) : copy.length;
    const at = Math.floor(random() * range);
    const width = [1, 1, 2, 4, 8][Math.floor(random() * 5)]!;
    const value = random() < 0.5 ? extremes[Math.floor(random() * 5)]! : Math.floor(random() * 256);
    copy.fill(value, at, at + width);
  }
  return random() < 0.1 ? copy.subarray(0, Math.floor(random() * copy.length)) : copy;
}
