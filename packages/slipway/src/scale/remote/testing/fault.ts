/** What a bad server, line or administrator does to a request. */
export type Fault =
  | "cut"
  | "delay"
  | "500"
  | "429"
  | "wrong-bytes"
  | "truncated"
  | "other-entry"
  | "bad-signature"
  | "full"
  | "expired";

export const FAULTS: readonly Fault[] = [
  "cut",
  "delay",
  "500",
  "429",
  "wrong-bytes",
  "truncated",
  "other-entry",
  "bad-signature",
  "full",
  "expired",
];

/** Asked once a request: what happens to it. */
export type Faults = (way: "read" | "write", space: "actions" | "blobs") => Fault | undefined;

/** The bytes that are given in place of `bytes`; `others` are what else is kept under that kind of name. */
export function spoil(fault: Fault | undefined, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  if (fault === "wrong-bytes") return bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0x20 : byte));
  if (fault === "truncated") return bytes.subarray(0, bytes.length >> 1);
  if (fault === "other-entry") return others.find((other) => other !== bytes) ?? new Uint8Array([1]);
  // In the first line, after `"signature":"`.
  if (fault === "bad-signature") {
    const at = Math.max(new TextDecoder("latin1").decode(bytes).indexOf('"signature":"'), 0) + 20;
    return bytes.map((byte, index) => (index === at ? (byte === 65 ? 66 : 65) : byte));
  }
  return bytes;
}
