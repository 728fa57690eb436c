/** Bytes that cores hand each other at once, on every processor that browsers run on. */
const LINE = 64;

/**
 * Writes into each line of bytes that another thread wrote and this one has read, before that thread writes there again: a core takes memory over
 * from one that wrote it last in a fraction of the time that it needs where the other has only read it.
 */
export function takeOver(bytes: Uint8Array): void {
  // Engines fill shared memory byte by byte.
  for (let at = 0; at < bytes.length; at += LINE) bytes[at] = 1;
}
