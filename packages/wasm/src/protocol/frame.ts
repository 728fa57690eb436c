import { fail } from "../vfs/fs-error.ts";
import * as TYPE from "./frame-types.ts";

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

/** One message. `argument` is what the type says: an inode, a handle, a count or a code. */
export interface Frame {
  readonly type: number;
  readonly sequence: number;
  readonly argument: number;
  readonly payload: Uint8Array;
}

/** The first and the last type of files, of channels, and of programs. */
const KNOWN = [
  [TYPE.OPEN, TYPE.FORGET],
  [TYPE.HELLO, TYPE.CREDIT],
  [TYPE.STDIN, TYPE.TRAP],
] as const;
const NOTHING = new Uint8Array(0);

/** Writes a frame into one buffer of its own, which can be transferred; `buffer` may be longer than it. */
export function encodeFrame(
  type: number,
  sequence: number,
  argument: number,
  payload: Uint8Array = NOTHING,
  buffer = new ArrayBuffer(HEADER + payload.length),
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(buffer, 0, HEADER + payload.length);
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
  const asked = (type & ~ERROR_BIT) >>> 0;
  if (!KNOWN.some(([first, last]) => asked >= first && asked <= last)) fail("EPROTO", `frame of unknown type ${type}`);
  return {
    type,
    sequence: view.getUint32(4, true),
    argument: view.getUint32(8, true),
    payload: bytes.subarray(HEADER),
  };
}
