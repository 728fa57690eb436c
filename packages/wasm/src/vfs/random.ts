/** Fills bytes, in steps of the 65536 that Web Crypto takes at a time, and returns their number. */
export function fillRandomly(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536) as Uint8Array<ArrayBuffer>);
  }
  return bytes.length;
}
