import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from "node:crypto";

/** DER around the 32 bytes of an Ed25519 key (RFC 8410): PKCS #8 and SubjectPublicKeyInfo. */
const PKCS8 = "302e020100300506032b657004220420";
const SPKI = "302a300506032b6570032100";

/** A key that signs. Keys and signatures are base64 of their 32 and 64 bytes. */
export interface SigningKey {
  readonly publicKey: string;
  sign(bytes: Uint8Array): string;
}

/** A new pair. */
export function newKeyPair(): { readonly secretKey: string; readonly publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const secret = privateKey.export({ type: "pkcs8", format: "der" }).subarray(PKCS8.length / 2);
  return { secretKey: secret.toString("base64"), publicKey: rawPublic(publicKey) };
}

/** The signing key of base64 text, or `undefined` for what is none. */
export function signingKeyOf(text: string): SigningKey | undefined {
  const seed = keyBytes(text);
  if (seed === undefined) return undefined;
  const key = createPrivateKey({ key: Buffer.concat([Buffer.from(PKCS8, "hex"), seed]), format: "der", type: "pkcs8" });
  return {
    publicKey: rawPublic(createPublicKey(key)),
    sign: (bytes) => sign(null, bytes, key).toString("base64"),
  };
}

/** Whether text is a public key: base64 of 32 bytes. */
export function isPublicKey(text: string): boolean {
  return keyBytes(text) !== undefined;
}

/** Whether the signature is that of these bytes by this key; anything misshapen is none. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const raw = keyBytes(publicKey);
  const sealed = Buffer.from(signature, "base64");
  if (raw === undefined || sealed.toString("base64") !== signature) return false;
  try {
    const key = createPublicKey({ key: Buffer.concat([Buffer.from(SPKI, "hex"), raw]), format: "der", type: "spki" });
    return verify(null, bytes, key, sealed);
  } catch {
    return false;
  }
}

function rawPublic(key: KeyObject): string {
  return key
    .export({ type: "spki", format: "der" })
    .subarray(SPKI.length / 2)
    .toString("base64");
}

function keyBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 && bytes.toString("base64") === text ? bytes : undefined;
}
