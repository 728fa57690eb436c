import {
  CHARACTER,
  DIRECTORY,
  FILE,
  SOCKET,
  SYMLINK,
  type Attributes,
  type Changes,
  type Entry,
  type FileType,
} from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { PayloadReader, PayloadWriter } from "./payload.ts";

const TYPES: ReadonlySet<number> = new Set([CHARACTER, DIRECTORY, FILE, SOCKET, SYMLINK]);

/** @throws EPROTO */
export function fileType(value: number): FileType {
  if (!TYPES.has(value)) fail("EPROTO", `file type ${value}`);
  return value as FileType;
}

/** Attributes, 52 bytes: type, nlink, mode as u32; ino, size, atime, mtime, ctime as u64. */
export function decodeAttributes(payload: Uint8Array): Attributes {
  const reader = new PayloadReader(payload);
  const attributes = {
    type: fileType(reader.u32()),
    nlink: reader.u32(),
    mode: reader.u32(),
    ino: reader.u64(),
    size: reader.offset(),
    atime: reader.u64(),
    mtime: reader.u64(),
    ctime: reader.u64(),
  };
  reader.end();
  return attributes;
}

/** Changes: a mask (1 size, 2 mode, 4 atime, 8 mtime), then each that is set: size, atime, mtime as u64, mode as u32. */
export function encodeChanges({ size, mode, atime, mtime }: Changes): Uint8Array {
  const mask = [size, mode, atime, mtime].reduce<number>(
    (bits, value, index) => bits | (value === undefined ? 0 : 1 << index),
    0,
  );
  const writer = new PayloadWriter().u32(mask);
  if (size !== undefined) writer.u64(size);
  if (mode !== undefined) writer.u32(mode);
  if (atime !== undefined) writer.u64(atime);
  if (mtime !== undefined) writer.u64(mtime);
  return writer.done();
}

/** A directory: a count, then for each entry its type as u32, its ino as u64, its name as a string. */
export function decodeEntries(payload: Uint8Array): Entry[] {
  const reader = new PayloadReader(payload);
  const entries: Entry[] = [];
  // The count is not trusted with an allocation: a wrong one runs into the end of the payload.
  for (let left = reader.u32(); left > 0; left--) {
    entries.push({ type: fileType(reader.u32()), ino: reader.u64(), name: reader.string() });
  }
  reader.end();
  return entries;
}
