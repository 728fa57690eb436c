import { SlipwayError } from "../../errors.ts";
import { openNote, parseVerifierKey } from "./signed-note.ts";
import type { VerifierKey } from "./signed-note.ts";
import { parseTreeHead, provesRecord } from "./transparency-log.ts";

/** Reads `lookup/...` and `tile/...` of a checksum database; `undefined` when there is no such page. */
export type ReadDatabase = (path: string) => Promise<Uint8Array | undefined>;

/** The databases whose keys Go itself carries (`cmd/go/internal/modfetch/key.go`). */
const KNOWN_KEYS = ["sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"];

/** What `GOSUMDB` names. */
export interface ChecksumDatabase {
  readonly key: VerifierKey;
  /** Where it is, when not at its own name. */
  readonly url?: string;
}

/**
 * Reads `GOSUMDB`: a known name or a verifier key, and maybe an address. `undefined` when it is `off`.
 *
 * @throws {SlipwayError} `toolchain-not-trusted` for what Go would refuse as well.
 */
export function checksumDatabase(setting: string): ChecksumDatabase | undefined {
  const [first = "", url, ...rest] = setting.trim().split(/\s+/);
  if (first === "off") return undefined;
  const name = first === "" ? (KNOWN_KEYS[0] ?? "") : first;
  const key = parseVerifierKey(KNOWN_KEYS.find((known) => known.startsWith(`${name}+`)) ?? name);
  if (key === undefined || rest.length > 0) {
    throw new SlipwayError("toolchain-not-trusted", `Cannot use GOSUMDB="${setting}"`, {
      expected: "the name of a known checksum database, or a verifier key, and maybe an address",
      actual: setting,
      hint: "unset GOSUMDB to use Go's own checksum database",
    });
  }
  return { key, ...(url === undefined ? {} : { url }) };
}

/** Why a lookup failed, as a sentence's end. */
export class LookupError extends Error {
  override readonly name = "LookupError";
}

/**
 * The `h1:` hash that the checksum database knows for a module version.
 *
 * Everything is verified that one lookup can verify: the tree head is signed by the database's key, and the record stands in
 * that very tree. What is not: that this tree grew out of the one seen last time (cmd/go keeps that one in
 * `$GOPATH/pkg/sumdb`), so a database that shows different histories to different people is not found out here.
 *
 * @throws {LookupError} naming what does not hold.
 */
export async function lookupHash(
  module: string,
  version: string,
  key: VerifierKey,
  read: ReadDatabase,
): Promise<string> {
  const answer = await read(`lookup/${escapeUpper(module)}@${escapeUpper(version)}`);
  if (answer === undefined) throw new LookupError(`${key.name} does not know ${module} ${version}`);
  const message = new TextDecoder().decode(answer);
  const parts = /^(0|[1-9][0-9]{0,15})\n((?:[^\n]+\n)+)\n([^]*)$/.exec(message);
  if (parts === null) throw new LookupError(`the answer of ${key.name} is malformed`);
  const [, index = "", record = "", note = ""] = parts;
  const text = await openNote(note, key);
  if (text === undefined) throw new LookupError(`the tree head is not signed by ${key.name}`);
  const head = parseTreeHead(text);
  if (head === undefined) throw new LookupError(`the tree head of ${key.name} is malformed`);
  const proven = await provesRecord(head, Number(index), new TextEncoder().encode(record), read);
  if (proven === undefined) throw new LookupError(`${key.name} does not serve the tiles that prove its record`);
  if (!proven)
    throw new LookupError(`the record for ${module} ${version} does not stand in the signed tree of ${key.name}`);
  const prefix = `${module} ${version} `;
  const line = record.split("\n").find((each) => each.startsWith(`${prefix}h1:`));
  if (line === undefined) throw new LookupError(`the record of ${key.name} has no h1: hash for ${module} ${version}`);
  return line.slice(prefix.length);
}

/** Module paths and versions in addresses: an upper-case letter is `!` and the lower-case one. */
export function escapeUpper(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}
