import type { JsonObject } from "../../json.ts";
import { isSignedBy, type SigningKey } from "../../platform/ed25519.ts";
import { sha256 } from "../../platform/hash.ts";

/** A file that an entry names. */
export interface RemoteOutput {
  readonly path: string;
  /** Lower-case hex SHA-256 of the file. */
  readonly digest: string;
  readonly size: number;
  /** The compressed form (Zstandard) in which the bytes are kept; without it they are kept as they are. */
  readonly as?: { readonly digest: string; readonly size: number };
}

/** What machines tell each other: what the work with one key made. */
export interface RemoteRecord {
  readonly schema: 1;
  /** 64 lower-case hex digits. */
  readonly key: string;
  readonly outputs: readonly RemoteOutput[];
  /** What else the one who reads it wants to know. */
  readonly about: JsonObject;
}

/** A record as it was found, with the small files that travelled along. */
export interface RemoteEntry {
  readonly record: RemoteRecord;
  /** Bytes by their digest, checked. */
  readonly inline: ReadonlyMap<string, Uint8Array>;
}

/** Why an entry does not count. */
export type EntryFault = "damaged" | "other-key" | "not-trusted";

/** Before the record in what is signed, so that the signature means nothing elsewhere. */
const DOMAIN = "slipway remote cache entry 1\n";
const NEWLINE = 10;

/**
 * The bytes of an entry: a line with key, signature and what is inline, a line with the record, then the inline bytes.
 * The signature covers the record, which names every byte by its digest.
 */
export function writeEntry(record: RemoteRecord, inline: readonly Uint8Array[], key: SigningKey): Uint8Array {
  const body = JSON.stringify(record);
  const head = {
    slipway: 1,
    by: key.publicKey,
    signature: key.sign(encode(DOMAIN + body)),
    inline: inline.map((bytes) => bytes.length),
  };
  const parts = [encode(`${JSON.stringify(head)}\n${body}\n`), ...inline];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Reads an entry from a stranger: nothing of the record is looked at before its signature was checked with a key that is
 * trusted, and nothing of the bytes before their digests.
 */
export function readEntry(bytes: Uint8Array, key: string, trusted: ReadonlySet<string>): RemoteEntry | EntryFault {
  const headEnd = bytes.indexOf(NEWLINE);
  const bodyEnd = bytes.indexOf(NEWLINE, headEnd + 1);
  if (headEnd < 0 || headEnd > 4096 || bodyEnd < 0) return "damaged";
  const head = parse(bytes.subarray(0, headEnd));
  if (head?.["slipway"] !== 1 || typeof head["by"] !== "string" || typeof head["signature"] !== "string")
    return "damaged";
  if (!trusted.has(head["by"])) return "not-trusted";
  const body = bytes.subarray(headEnd + 1, bodyEnd);
  const signed = encode(DOMAIN + new TextDecoder().decode(body));
  if (!isSignedBy(head["by"], signed, head["signature"])) return "damaged";
  const record = parse(body) as unknown as RemoteRecord | undefined;
  if (record?.schema !== 1 || !Array.isArray(record.outputs)) return "damaged";
  if (record.key !== key) return "other-key";
  const inline = new Map<string, Uint8Array>();
  let at = bodyEnd + 1;
  for (const length of Array.isArray(head["inline"]) ? (head["inline"] as unknown[]) : []) {
    if (typeof length !== "number" || !Number.isSafeInteger(length) || length < 0 || at + length > bytes.length)
      return "damaged";
    const part = bytes.slice(at, at + length);
    inline.set(sha256(part), part);
    at += length;
  }
  if (at !== bytes.length) return "damaged";
  return { record, inline };
}

function parse(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
