import type { Entry, Inode } from "./backend.ts";

/** The listing of a directory whose names are a map. */
export function entriesOf(names: Iterable<readonly [string, Inode]>): Entry[] {
  return Array.from(names, ([name, { ino, type }]) => ({ name, ino, type }));
}
