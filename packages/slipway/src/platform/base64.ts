/** Base64 in its standard alphabet, as hex digits. */
export function hexOfBase64(text: string): string {
  return Buffer.from(text, "base64").toString("hex");
}

export function base64OfHex(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

/** Decodes base64 that comes in pieces of any length. What is none gives other bytes, which a digest shows. */
export class Base64Pieces {
  #rest = "";

  /** The bytes of all whole groups so far that were not given yet. */
  add(piece: Uint8Array): Uint8Array {
    const text = this.#rest + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString("latin1");
    const whole = text.length - (text.length % 4);
    this.#rest = text.slice(whole);
    return Buffer.from(text.slice(0, whole), "base64");
  }

  end(): Uint8Array {
    return Buffer.from(this.#rest, "base64");
  }
}
