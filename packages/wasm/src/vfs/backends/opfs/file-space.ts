import type { Pool } from "./pool.ts";
import { Ranges, type Range } from "./ranges.ts";
import { readFully, writeFully, type SyncFile } from "./sync-file.ts";

/** Where a file's bytes are: in the pool's file `slot`, and of slot 0, which files share, in these ranges one after the other. */
export interface Place {
  slot: number;
  ranges: Range[];
}

/** A file that grows beyond this gets a slot of its own where one is spare. */
const LARGE = 1 << 18;
const ZEROS = new Uint8Array(1 << 16);

/** The bytes of files in the files of a pool. Bytes behind a file's end are never read: who makes it longer fills them. */
export class FileSpace {
  readonly #pool: Pool;
  readonly #ranges: Ranges;
  /** Places that were given up. The index on the disk may still name them, so they wait for `settle`. */
  #givenUp: Place[] = [];

  constructor(pool: Pool, used: readonly Place[]) {
    this.#pool = pool;
    this.#ranges = new Ranges(used.flatMap(({ ranges }) => ranges));
  }

  read(place: Place, into: Uint8Array, at: number): void {
    this.#each(place, into, at, (file, part, start) => {
      // What a crash kept from the disk reads as zeros.
      part.fill(0, readFully(file, part, start));
    });
  }

  /** Writes within what `grow` made room for. */
  write(place: Place, from: Uint8Array, at: number): void {
    this.#each(place, from, at, writeFully);
  }

  /** Makes room for a file of `size` bytes to become one of `end`, with zeros up to `from`. */
  grow(place: Place, size: number, from: number, end: number): void {
    if (place.slot === 0 && end > LARGE) this.#move(place, size);
    if (place.slot === 0) {
      const missing = end - place.ranges.reduce((sum, [, length]) => sum + length, 0);
      if (missing > 0) place.ranges = [...place.ranges, this.#ranges.take(missing, place.ranges)];
    }
    for (let at = size; at < from; at += ZEROS.length) this.write(place, ZEROS.subarray(0, from - at), at);
  }

  /** Cuts a file that has a slot of its own; a shared one keeps its ranges until it is empty. */
  shrink(place: Place, size: number): void {
    if (place.slot > 0) this.#pool.file(place.slot).truncate(size);
    else if (size === 0) this.giveUp(place);
  }

  #move(place: Place, size: number): void {
    const slot = this.#pool.take();
    if (slot === undefined) return;
    const own = { slot, ranges: [] };
    const buffer = new Uint8Array(ZEROS.length);
    for (let at = 0; at < size; at += buffer.length) {
      const part = buffer.subarray(0, size - at);
      this.read(place, part, at);
      this.write(own, part, at);
    }
    this.giveUp(place);
    Object.assign(place, own);
  }

  /** Empties a place. */
  giveUp(place: Place): void {
    this.#givenUp.push({ ...place });
    Object.assign(place, { slot: 0, ranges: [] });
  }

  /** Writes what is in caches to the disk. */
  flush(places: Iterable<Place>): void {
    for (const slot of new Set(Array.from(places, (place) => place.slot))) this.#pool.file(slot).flush();
  }

  /** Makes what was given up free: to be called once the index on the disk does not name it any more. */
  settle(): void {
    const places = this.#givenUp;
    if (places.length === 0) return;
    this.#givenUp = [];
    this.#ranges.give(places.flatMap(({ ranges }) => ranges));
    for (const { slot } of places) if (slot > 0) this.#pool.give(slot);
    const shared = this.#pool.file(0);
    if (shared.getSize() > this.#ranges.end) shared.truncate(this.#ranges.end);
  }

  #each(
    { slot, ranges }: Place,
    bytes: Uint8Array,
    at: number,
    use: (file: SyncFile, part: Uint8Array, start: number) => void,
  ): void {
    const file = this.#pool.file(slot);
    if (slot > 0) {
      use(file, bytes, at);
      return;
    }
    let skip = at;
    let done = 0;
    for (const [start, length] of ranges) {
      if (skip < length) {
        const part = bytes.subarray(done, done + length - skip);
        if (part.length > 0) use(file, part, start + skip);
        done += part.length;
      }
      skip = Math.max(0, skip - length);
    }
  }
}
