import { fail } from "../../fs-error.ts";
import { encodeUtf8 } from "../../utf8.ts";

/** The longest record that a program may write. */
const MAXIMUM = 1 << 24;

/** Takes bytes apart into records, each with its length before it as a little-endian u32. */
export class Records {
  #rest = new Uint8Array(0);

  /** The records that are whole now, as copies. @throws EINVAL for a record that is too long */
  push(bytes: Uint8Array): Uint8Array<ArrayBuffer>[] {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const view = new DataView(all.buffer);
    const records: Uint8Array<ArrayBuffer>[] = [];
    let at = 0;
    while (at + 4 <= all.length) {
      const length = view.getUint32(at, true);
      if (length > MAXIMUM) fail("EINVAL", `a record of ${length} bytes`);
      if (at + 4 + length > all.length) break;
      records.push(all.slice(at + 4, at + 4 + length));
      at += 4 + length;
    }
    this.#rest = all.slice(at);
    return records;
  }
}

/** A record that holds a value as JSON. */
export function jsonRecord(value: unknown): Uint8Array {
  const body = encodeUtf8(JSON.stringify(value));
  const bytes = new Uint8Array(4 + body.length);
  new DataView(bytes.buffer).setUint32(0, body.length, true);
  bytes.set(body, 4);
  return bytes;
}

/** What a record says. @throws EINVAL for what is no JSON object */
export function parseRecord(record: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(record));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  return fail("EINVAL", "no JSON object");
}
