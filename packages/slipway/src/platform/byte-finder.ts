/** Finds a byte from a place on, or -1, with what the host has for it: many at a time, where `Uint8Array` looks at each. */
export function byteFinder(bytes: Uint8Array): (byte: number, from: number) => number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (byte, from) => buffer.indexOf(byte, from);
}
