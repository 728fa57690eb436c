import { sha256 } from "../../platform/hash.ts";
import { fromBase64, toHex } from "./signed-note.ts";

/** The head of a log: how many records it has, and the hash over all of them in hex. */
export interface TreeHead {
  readonly size: number;
  readonly root: string;
}

/** Height of the tiles that the checksum database serves. */
const HEIGHT = 8;
const WIDTH = 1 << HEIGHT;
const HASH = 32;

/** Reads the text of a signed tree head (`go.sum database tree`); `undefined` when it is none. */
export function parseTreeHead(text: string): TreeHead | undefined {
  const match = /^go\.sum database tree\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/=]+)\n/.exec(text);
  const root = fromBase64(match?.[2] ?? "");
  return match === null || root?.length !== HASH ? undefined : { size: Number(match[1]), root: toHex(root) };
}

/** Reads one tile of the log: `path` begins with `tile/`. */
export type ReadTile = (path: string) => Promise<Uint8Array | undefined>;

/**
 * Whether the record with this number stands in the log: its hash and those of its neighbours, taken from tiles that need no
 * trust, must add up to the signed root (RFC 6962 section 2.1.1, tiles as in https://go.dev/ref/mod#checksum-database).
 *
 * `undefined` when a tile cannot be had.
 */
export async function provesRecord(
  head: TreeHead,
  index: number,
  record: Uint8Array,
  read: ReadTile,
): Promise<boolean | undefined> {
  if (index < 0 || index >= head.size) return false;
  const tiles = new Map<string, Promise<Uint8Array | undefined>>();
  const cached: ReadTile = (path) => {
    let tile = tiles.get(path);
    if (tile === undefined) tiles.set(path, (tile = read(path)));
    return tile;
  };
  let hash: Uint8Array = leafHash(record);
  for (const { from, to, left } of path(index, 0, head.size)) {
    const neighbour = await rangeHash(from, to, head.size, cached);
    if (neighbour === undefined) return undefined;
    hash = left ? nodeHash(neighbour, hash) : nodeHash(hash, neighbour);
  }
  return toHex(hash) === head.root;
}

/** The ranges beside the way from a leaf up to the root, lowest first. */
function path(index: number, from: number, to: number): { from: number; to: number; left: boolean }[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...path(index, from, middle), { from: middle, to, left: false }]
    : [...path(index, middle, to), { from, to: middle, left: true }];
}

/** The largest power of two below `size`. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

async function rangeHash(from: number, to: number, size: number, read: ReadTile): Promise<Uint8Array | undefined> {
  const level = Math.log2(to - from);
  if (Number.isInteger(level)) return subtreeHash(level, from / (to - from), size, read);
  const middle = from + split(to - from);
  const left = await rangeHash(from, middle, size, read);
  const right = await rangeHash(middle, to, size, read);
  return left === undefined || right === undefined ? undefined : nodeHash(left, right);
}

/** The hash over 2^level records, from the lowest tile row that holds its parts. */
async function subtreeHash(
  level: number,
  index: number,
  size: number,
  read: ReadTile,
): Promise<Uint8Array | undefined> {
  const tileLevel = Math.floor(level / HEIGHT);
  const count = 2 ** (level % HEIGHT);
  const first = index * count;
  const tile = Math.floor(first / WIDTH);
  const width = Math.min(WIDTH, Math.floor(size / 2 ** (HEIGHT * tileLevel)) - tile * WIDTH);
  const name = `tile/${HEIGHT}/${tileLevel}/${tileNumber(tile)}`;
  // A partial tile may have been dropped since the tree grew: the whole one begins with the same hashes.
  const bytes = (width < WIDTH ? await read(`${name}.p/${width}`) : undefined) ?? (await read(name));
  if (bytes === undefined || bytes.length < width * HASH) return undefined;
  const at = (first % WIDTH) * HASH;
  let row: Uint8Array[] = Array.from({ length: count }, (_, each) =>
    bytes.slice(at + each * HASH, at + (each + 1) * HASH),
  );
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, each) =>
      nodeHash(row[2 * each] ?? bytes, row[2 * each + 1] ?? bytes),
    );
  }
  return row[0];
}

/** Groups of three digits, all but the last marked: 1234067 is `x001/x234/067`. */
function tileNumber(tile: number): string {
  const digits = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, "0");
  const groups = digits.match(/.../g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}

function leafHash(record: Uint8Array): Uint8Array {
  return hashOf(0, record);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hashOf(1, left, right);
}

function hashOf(kind: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  bytes[0] = kind;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const hex = sha256(bytes);
  return Uint8Array.from({ length: HASH }, (_, each) => Number.parseInt(hex.slice(2 * each, 2 * each + 2), 16));
}
