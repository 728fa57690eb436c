import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { blake3 } from "@noble/hashes/blake3.js";
import { lendFilePieces } from "./file-stream.ts";

interface Sum {
  update(bytes: Uint8Array): unknown;
  hex(): string;
}

const OPENSSL = {
  blake2b: "blake2b512",
  blake2s: "blake2s256",
  md5: "md5",
  sha1: "sha1",
  sha224: "sha224",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  "sha3-224": "sha3-224",
  "sha3-256": "sha3-256",
  "sha3-384": "sha3-384",
  "sha3-512": "sha3-512",
} as const;

/** The words of `checksum.algorithm`. */
export type DigestAlgorithm = keyof typeof OPENSSL | "blake3" | "crc32";

/** Every algorithm, sorted. */
export const DIGEST_ALGORITHMS: readonly DigestAlgorithm[] = [
  ...(Object.keys(OPENSSL) as (keyof typeof OPENSSL)[]),
  "blake3" as const,
  "crc32" as const,
].sort();

/** Whether a word names an algorithm. */
export function isDigestAlgorithm(word: string): word is DigestAlgorithm {
  return (DIGEST_ALGORITHMS as readonly string[]).includes(word);
}

/** How many hex digits a digest of the algorithm has. */
export function digestLength(algorithm: DigestAlgorithm): number {
  return startSum(algorithm).hex().length;
}

/** The lower-case hex digest of a file's content, in bounded memory; CRC-32 as its eight big-endian digits. */
export async function fileDigest(path: string, algorithm: DigestAlgorithm, signal?: AbortSignal): Promise<string> {
  const sum = startSum(algorithm);
  for await (const piece of lendFilePieces(path, signal)) sum.update(piece);
  return sum.hex();
}

function startSum(algorithm: DigestAlgorithm): Sum {
  if (algorithm === "crc32") {
    let value = 0;
    return { update: (bytes) => (value = crc32(bytes, value)), hex: () => value.toString(16).padStart(8, "0") };
  }
  if (algorithm === "blake3") {
    const hash = blake3.create({});
    return { update: (bytes) => hash.update(bytes), hex: () => Buffer.from(hash.digest()).toString("hex") };
  }
  const hash = createHash(OPENSSL[algorithm]);
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest("hex") };
}
