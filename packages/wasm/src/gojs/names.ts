/** Bytes of a name that is kept. */
const LONGEST = 24;
const SLOTS = 256;

/**
 * Strings for the names of properties and methods, which a program passes as bytes again and again. Those that were seen last are kept, since
 * neither decoding them nor looking a fresh string up in an object is cheap.
 */
export class Names {
  readonly #slots: (string | undefined)[] = Array.from({ length: SLOTS });

  /** The name of `length` bytes at `at`, or undefined for what is long or not ASCII. */
  get(bytes: Uint8Array, at: number, length: number): string | undefined {
    if (length === 0) return "";
    if (length > LONGEST || at + length > bytes.length) return undefined;
    // Three characters and the length tell the few names of a program apart; two that fall together take turns.
    const middle = bytes[at + (length >> 1)] as number;
    const slot = (length * 97 + (bytes[at] as number) * 31 + middle * 7 + (bytes[at + length - 1] as number)) % SLOTS;
    const known = this.#slots[slot];
    if (known?.length === length && sameText(known, bytes, at)) return known;
    const part = bytes.subarray(at, at + length);
    if (part.some((byte) => byte > 127)) return undefined;
    // As the key of an object, which engines look up without comparing characters.
    return (this.#slots[slot] = Object.keys({ [String.fromCharCode(...part)]: 0 })[0]);
  }
}

function sameText(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}
