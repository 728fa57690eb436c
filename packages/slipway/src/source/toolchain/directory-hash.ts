import { sha256 } from "../../platform/hash.ts";

/**
 * Go's `h1:` hash of a module (golang.org/x/mod/sumdb/dirhash, Hash1): the SHA-256 over lines of content hash and name, sorted
 * by name.
 */
export function directoryHash(files: readonly { readonly name: string; readonly digest: string }[]): string {
  const lines = [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, digest }) => `${digest}  ${name}\n`)
    .join("");
  const hex = sha256(lines);
  return `h1:${btoa(String.fromCodePoint(...(hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))))}`;
}
