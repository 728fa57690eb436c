import { sha256 } from "@noble/hashes/sha2.js";
import { equalBytes } from "../compare-bytes.ts";
import type { MachoFile } from "./macho-file.ts";
import type { Sha256 } from "./sign-ad-hoc.ts";

/** What a check of a signature's page hashes found. `bad` are page numbers. */
export interface PageCheck {
  readonly pages: number;
  readonly bad: readonly number[];
  /** Directories whose hash is not SHA-256, which are not checked. */
  readonly unchecked: number;
}

/**
 * Compares every page with the hash that the signature holds for it; a system that finds one different kills the program.
 * Says nothing about who signed.
 *
 * @throws FormatError when the signature is damaged
 */
export function verifyPages(file: MachoFile, hash: Sha256 = sha256): PageCheck | undefined {
  const signature = file.signature;
  if (signature === undefined) return undefined;
  let pages = 0;
  let unchecked = 0;
  const bad: number[] = [];
  for (const directory of signature.directories) {
    if (directory.hashType !== 2 || directory.pageSize === 0) {
      unchecked++;
      continue;
    }
    const { pageSize, codeLimit, codeHashes } = directory;
    const needed = Math.ceil(codeLimit / pageSize);
    pages += codeHashes.length;
    for (let page = 0; page < Math.max(needed, codeHashes.length); page++) {
      const stored = codeHashes[page];
      const actual = hash(file.bytes.subarray(page * pageSize, Math.min((page + 1) * pageSize, codeLimit)));
      if (stored === undefined || page >= needed || !equalBytes(actual, stored)) bad.push(page);
    }
  }
  return { pages, bad, unchecked };
}
