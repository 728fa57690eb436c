import { fail } from "../vfs/fs-error.ts";

/** The version that both sides must name in HELLO. */
export const VERSION = 1;
/** "SLWP" read as a little-endian word: the first thing in a HELLO. */
export const MAGIC = 0x5057_4c53;
/** Bytes of a header. */
export const HEADER = 16;
/** The longest payload. What is longer goes in several frames. */
export const MAXIMUM_PAYLOAD = 1 << 24;
/** Set in the type of a reply that is an error. */
export const ERROR_BIT = 0x8000_0000;

/** Frame types; see docs/wasm-protocol.md for the payload of each. */
export const TYPE = {
  OPEN: 1,
  READ: 2,
  WRITE: 3,
  CLOSE: 4,
  STAT: 5,
  READDIR: 6,
  LOOKUP: 7,
  CHANGE: 8,
  FSTAT: 9,
  FCHANGE: 10,
  SYNC: 11,
  CREATE: 12,
  SYMLINK: 13,
  READLINK: 14,
  LINK: 15,
  UNLINK: 16,
  RMDIR: 17,
  RENAME: 18,
  FORGET: 19,
  HELLO: 32,
  CANCEL: 33,
  CREDIT: 34,
  STDIN: 40,
  STDOUT: 41,
  STDERR: 42,
  EXIT: 43,
  TRAP: 44,
} as const;

/** One message. `argument` is what the type says: an inode, a handle, a count or a code. */
export interface Frame {
  readonly type: number;
  readonly sequence: number;
  readonly argument: number;
  readonly payload: Uint8Array;
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(TYPE));
const NOTHING = new Uint8Array(0);

/** Writes a frame into one buffer of its own, which can be transferred. */
export function encodeFrame(
  type: number,
  sequence: number,
  argument: number,
  payload: Uint8Array = NOTHING,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + payload.length);
  bytes.set(payload, HEADER);
  return putHeader(bytes, { type, sequence, argument });
}

/** Makes a frame of bytes whose payload is in place. */
export function putHeader<T extends Uint8Array>(
  bytes: T,
  { type, sequence, argument }: Pick<Frame, "type" | "sequence" | "argument">,
): T {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(0, type, true);
  view.setUint32(4, sequence, true);
  view.setUint32(8, argument, true);
  view.setUint32(12, bytes.length - HEADER, true);
  return bytes;
}

/**
 * Reads a frame. The payload is a view of the same buffer.
 *
 * @throws EPROTO for a buffer that is too short, a length that disagrees with the buffer, a type that does not exist
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.length < HEADER) fail("EPROTO", `frame of ${bytes.length} bytes, expected at least ${HEADER}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = view.getUint32(0, true);
  const length = view.getUint32(12, true);
  if (length !== bytes.length - HEADER || length > MAXIMUM_PAYLOAD) {
    fail("EPROTO", `frame says ${length} bytes of payload, carries ${bytes.length - HEADER}`);
  }
  if (!KNOWN.has((type & ~ERROR_BIT) >>> 0)) fail("EPROTO", `frame of unknown type ${type}`);
  return {
    type,
    sequence: view.getUint32(4, true),
    argument: view.getUint32(8, true),
    payload: bytes.subarray(HEADER),
  };
}
