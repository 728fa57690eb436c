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
    if (length > LONGEST || at + length > bytes.length) return undefined;
    let hash = length;
    for (let index = at; index < at + length; index++) hash = (hash * 31 + (bytes[index] as number)) | 0;
    const slot = hash & (SLOTS - 1);
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
