import type { Attributes, Changes, Entry } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { PayloadReader, PayloadWriter } from "./payload.ts";

/** See `decodeAttributes`. */
export function encodeAttributes({ type, nlink, mode, ino, size, atime, mtime, ctime }: Attributes): Uint8Array {
  const writer = new PayloadWriter().u32(type).u32(nlink).u32(mode).u64(ino).u64(size);
  return writer.u64(atime).u64(mtime).u64(ctime).done();
}

/** See `encodeChanges`. */
export function decodeChanges(payload: Uint8Array): Changes {
  const reader = new PayloadReader(payload);
  const mask = reader.u32();
  if (mask > 15) fail("EPROTO", `changes ${mask}`);
  const changes = {
    ...((mask & 1) !== 0 && { size: reader.offset() }),
    ...((mask & 2) !== 0 && { mode: reader.u32() }),
    ...((mask & 4) !== 0 && { atime: reader.u64() }),
    ...((mask & 8) !== 0 && { mtime: reader.u64() }),
  };
  reader.end();
  return changes;
}

/** See `decodeEntries`. */
export function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const writer = new PayloadWriter().u32(entries.length);
  for (const { type, ino, name } of entries) writer.u32(type).u64(ino).string(name);
  return writer.done();
}
