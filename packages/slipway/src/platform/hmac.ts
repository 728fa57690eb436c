import { createHmac, timingSafeEqual } from "node:crypto";

/** The base64 HMAC-SHA256 of some parts, one after the other. */
export function hmacBase64(key: string, parts: readonly (string | Uint8Array)[]): string {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest("base64");
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function sameSecretText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
