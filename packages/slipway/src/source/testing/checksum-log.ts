import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** A checksum database in memory: records, signed head and tiles, by the specification and not by our reader's code. */
export interface ChecksumLog {
  /** For `GOSUMDB`. */
  readonly verifierKey: string;
  /** The page at `lookup/...` or `tile/...`. */
  page(path: string): Uint8Array | undefined;
}

/** Builds a log in which `records[module@version]` stand among `filler` others. */
export function checksumLog(name: string, records: Readonly<Record<string, string>>, filler = 600): ChecksumLog {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const wanted = Object.entries(records);
  for (let index = 0; index < filler + wanted.length; index++) {
    const own = wanted[index - filler / 2];
    if (index >= filler / 2 && own !== undefined) {
      places.set(own[0], index);
      texts.push(own[1]);
    } else texts.push(`example.test/filler${index} v1.0.0 h1:${"A".repeat(43)}=\n`);
  }
  const leaves = texts.map((text) => hash(Buffer.from([0]), Buffer.from(text)));
  const root = treeHash(leaves);

  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.concat([Buffer.from([1]), publicKey.export({ format: "der", type: "spki" }).subarray(-32)]);
  const keyHash = hash(Buffer.from(`${name}\n`), raw).subarray(0, 4);
  const text = `go.sum database tree\n${leaves.length}\n${root.toString("base64")}\n`;
  const signature = Buffer.concat([keyHash, sign(undefined, Buffer.from(text), privateKey)]).toString("base64");
  const note = `${text}\n\u2014 other.test AAAAAAAA\n\u2014 ${name} ${signature}\n`;

  return {
    verifierKey: `${name}+${keyHash.toString("hex")}+${raw.toString("base64")}`,
    page(path) {
      const lookup = /^lookup\/(.*)$/.exec(path)?.[1];
      const place = places.get(lookup ?? "");
      if (place !== undefined) return Buffer.from(`${place}\n${texts[place] ?? ""}\n${note}`);
      const tile = /^tile\/8\/(\d+)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path);
      if (!tile) return undefined;
      const rows = rowOf(leaves, Number(tile[1]));
      const start = Number((tile[2] ?? "").replaceAll(/[x/]/g, "")) * 256;
      const width = Number(tile[3] ?? 256);
      return start + width > rows.length ? undefined : Buffer.concat(rows.slice(start, start + width));
    },
  };
}

/** The hashes over 256^level leaves each, complete ones only. */
function rowOf(leaves: readonly Buffer[], level: number): Buffer[] {
  const size = 256 ** level;
  return Array.from({ length: Math.floor(leaves.length / size) }, (_, at) =>
    treeHash(leaves.slice(at * size, (at + 1) * size)),
  );
}

/** RFC 6962 section 2.1. */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] ?? Buffer.alloc(0);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hash(Buffer.from([1]), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

function hash(...parts: readonly Buffer[]): Buffer {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest();
}
