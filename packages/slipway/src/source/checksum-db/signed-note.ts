import { sha256 } from "../../platform/hash.ts";

/** A key that signed notes are checked with (golang.org/x/mod/sumdb/note): `name+hash+base64`. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of a hash over name and key, in hex. */
  readonly hash: string;
  /** 32 bytes of Ed25519. */
  readonly key: Uint8Array<ArrayBuffer>;
}

/** Reads a verifier key; `undefined` when it is malformed, of another algorithm, or when its hash is not its own. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const [, name = "", hash = "", encoded = ""] = match ?? [];
  const bytes = fromBase64(encoded);
  // The first byte is the algorithm: 1 is Ed25519.
  if (!match || bytes?.length !== 33 || bytes[0] !== 1) return undefined;
  const hashed = new Uint8Array([...new TextEncoder().encode(`${name}\n`), ...bytes]);
  return sha256(hashed).startsWith(hash) ? { name, hash, key: bytes.slice(1) } : undefined;
}

/**
 * The text of a signed note when the key signed it, else `undefined`. Signatures of other keys are passed over, as in
 * https://c2sp.org/signed-note.
 */
export async function openNote(note: string, key: VerifierKey): Promise<string | undefined> {
  const split = note.lastIndexOf("\n\n");
  if (split === -1 || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, split + 1);
  for (const line of note.slice(split + 2, -1).split("\n")) {
    const match = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
    const signed = fromBase64(match?.[2] ?? "");
    if (match === null || signed === undefined || match[1] !== key.name || toHex(signed.subarray(0, 4)) !== key.hash)
      continue;
    const signer = await crypto.subtle.importKey("raw", key.key, "Ed25519", false, ["verify"]);
    return (await crypto.subtle.verify("Ed25519", signer, signed.slice(4), new TextEncoder().encode(text)))
      ? text
      : undefined;
  }
  return undefined;
}

/** The bytes of standard base64, or `undefined` when it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text === "" || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (char) => char.codePointAt(0) ?? 0);
}

/** Bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
