import { DIRECTORY, type Entry } from "../vfs/backend.ts";
import { after, type Later } from "../vfs/steps.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import type { Descriptor } from "./descriptors.ts";

/** Bytes of a `$dirent` before its name. */
const HEADER = 24;

/**
 * What `fd_readdir` counts in: a cookie is the index of the next entry in the listing that was taken at cookie 0, so entries that
 * come or go meanwhile never shift the others.
 */
export function listing(descriptor: Descriptor, cookie: bigint): Later<readonly Entry[]> {
  if (cookie > 0n && descriptor.listing !== undefined) return descriptor.listing;
  const { file } = descriptor;
  const { node } = file.spot;
  const above = file.trail.at(-1)?.node ?? node;
  return after(
    file.list(),
    (entries) =>
      (descriptor.listing = [
        { name: ".", ino: node.ino, type: DIRECTORY },
        { name: "..", ino: above.ino, type: DIRECTORY },
        ...entries,
      ]),
  );
}

/**
 * Fills `buffer` with entries from `cookie` on and returns the bytes used. The last entry is cut where the buffer ends, which tells
 * the program to ask again.
 */
export function putEntries(buffer: Uint8Array, entries: readonly Entry[], cookie: bigint): number {
  let used = 0;
  for (const { name, ino, type } of entries.slice(Number(BigInt.asUintN(64, cookie)))) {
    const bytes = encodeUtf8(name);
    const record = new Uint8Array(HEADER + bytes.length);
    const view = new DataView(record.buffer);
    view.setBigUint64(0, ++cookie, true);
    view.setBigUint64(8, ino, true);
    view.setUint32(16, bytes.length, true);
    record[20] = type;
    record.set(bytes, HEADER);
    const part = record.subarray(0, buffer.length - used);
    buffer.set(part, used);
    used += part.length;
    if (used === buffer.length) break;
  }
  return used;
}
