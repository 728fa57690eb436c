import { DIRECTORY, type Entry } from "../vfs/backend.ts";
import { after, type Later } from "../vfs/steps.ts";
import type { Descriptor } from "./descriptors.ts";

/** Bytes of a `$dirent` before its name. */
const HEADER = 24;

/**
 * A page of `fd_readdir`. A cookie is the index of the next entry in the listing that was taken at cookie 0, so entries that
 * come or go meanwhile never shift the others.
 *
 * @returns a function that fills a buffer and tells the bytes used; the last entry is cut where the buffer ends, which tells
 * the program to ask again
 */
export function listing(descriptor: Descriptor, cookie: bigint): Later<(buffer: Uint8Array) => number> {
  const known = cookie === 0n ? undefined : descriptor.listing;
  return after(known ?? snapshot(descriptor), (entries) => {
    descriptor.listing = entries;
    return (buffer) => fill(buffer, entries, cookie);
  });
}

function snapshot({ file }: Descriptor): Later<readonly Entry[]> {
  const { node } = file.spot;
  const above = file.trail.at(-1)?.node ?? node;
  return after(file.list(), (entries) => [
    { name: ".", ino: node.ino, type: DIRECTORY },
    { name: "..", ino: above.ino, type: DIRECTORY },
    ...entries,
  ]);
}

function fill(buffer: Uint8Array, entries: readonly Entry[], cookie: bigint): number {
  const encoder = new TextEncoder();
  let used = 0;
  const from = cookie > BigInt(entries.length) ? entries.length : Number(cookie);
  for (let index = from; index < entries.length && used < buffer.length; index++) {
    const { name, ino, type } = entries[index] as Entry;
    const bytes = encoder.encode(name);
    const record = new Uint8Array(HEADER + bytes.length);
    const view = new DataView(record.buffer);
    view.setBigUint64(0, BigInt(index + 1), true);
    view.setBigUint64(8, ino, true);
    view.setUint32(16, bytes.length, true);
    view.setUint8(20, type);
    record.set(bytes, HEADER);
    const part = record.subarray(0, buffer.length - used);
    buffer.set(part, used);
    used += part.length;
  }
  return used;
}
