import { DEFLATE_BLOCK, DEFLATE_LEVEL, DEFLATE_MEM_LEVEL } from "../../archive/deflate/deflater.ts";
import type { DeflateBlock, Deflater } from "../../archive/deflate/deflater.ts";
import { openFile, type OpenFile } from "../../platform/file/file-source.ts";
import { readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { sha256, sha256OfPieces } from "../../platform/hash.ts";

/** A compressed block in an archive. */
interface KeptBlock {
  /** SHA-256 of what was compressed and of all that decides how. */
  readonly key: string;
  readonly offset: number;
  readonly length: number;
  /** SHA-256 of the compressed bytes. */
  readonly digest: string;
}

/** What is noted of an archive. */
interface Note {
  readonly schema: 1;
  /** SHA-256 of the archive, under which the store has it. */
  readonly archive: string;
  readonly blocks: readonly KeptBlock[];
}

/** No compressed block is longer: what does not shrink is stored, a few bytes for each 64 KiB. */
const LONGEST = DEFLATE_BLOCK + 4096;

/**
 * The compressed blocks of the archive that a task made last, so that only those are compressed whose content is new. Two
 * versions of a program differ in a few places: its build ID, the version, what `go version -m` prints.
 *
 * Nothing is stored but a note of where the blocks are: the archive itself lies in the store. Every block is held against
 * its digest before it is used, so that the result is the same as without any of this.
 */
export class KeptBlocks {
  readonly #note: string;
  readonly #before: ReadonlyMap<string, KeptBlock>;
  readonly #path: string | undefined;
  #archive: Promise<OpenFile> | undefined;
  /** By the very array that goes into the archive, to learn where it comes to lie. */
  readonly #made = new Map<Uint8Array, { readonly key: string; readonly digest: string }>();
  readonly #placed: KeptBlock[] = [];
  /** Blocks that were not compressed again. */
  reused = 0;

  private constructor(note: string, before: readonly KeptBlock[], archive: string | undefined) {
    this.#note = note;
    this.#before = new Map(before.map((block) => [block.key, block]));
    this.#path = archive;
  }

  /** Reads the note at `path`, if there is one and the archive that it tells of is still there. */
  static async open(path: string, stored: (digest: string) => string | undefined): Promise<KeptBlocks> {
    const note = parseNote(await readTextIfExists(path).catch(() => undefined));
    const archive = note && stored(note.archive);
    return new KeptBlocks(path, archive === undefined ? [] : note!.blocks, archive);
  }

  /** An encoder that gives the bytes of `deflater`, kept ones where there are. */
  deflater(deflater: Deflater): Deflater {
    return {
      name: deflater.name,
      crc32: (bytes, seed) => deflater.crc32(bytes, seed),
      deflateBlock: async (block) => {
        const key = keyOf(block);
        const kept = await this.#kept(key);
        if (kept !== undefined) {
          this.reused += 1;
          this.#made.set(kept, { key, digest: this.#before.get(key)!.digest });
          return kept;
        }
        const bytes = await deflater.deflateBlock(block);
        this.#made.set(bytes, { key, digest: sha256(bytes) });
        return bytes;
      },
    };
  }

  /** Passes the pieces of the archive on, and sees where the blocks come to lie. */
  async *watch(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let offset = 0;
    for await (const piece of pieces) {
      const made = this.#made.get(piece);
      if (made !== undefined) {
        this.#placed.push({ ...made, offset, length: piece.length });
        this.#made.delete(piece);
      }
      offset += piece.length;
      yield piece;
    }
  }

  /** Notes the blocks of the finished archive for the next time. A note that cannot be written is none. */
  async save(archive: string): Promise<void> {
    if (this.#placed.length === 0) return;
    const note: Note = { schema: 1, archive, blocks: this.#placed };
    await writeFileAtomic(this.#note, JSON.stringify(note)).catch(() => undefined);
  }

  /** Lets the archive before go. */
  async close(): Promise<void> {
    const file = await this.#archive?.catch(() => undefined);
    await file?.close();
  }

  async #kept(key: string): Promise<Uint8Array | undefined> {
    const block = this.#before.get(key);
    if (block === undefined || this.#path === undefined) return undefined;
    try {
      this.#archive ??= openFile(this.#path);
      const bytes = await (await this.#archive).read(block.offset, block.length);
      return sha256(bytes) === block.digest ? bytes : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Everything that decides about the compressed bytes. */
function keyOf({ bytes, dictionary, last }: DeflateBlock): string {
  const head = `deflate ${DEFLATE_LEVEL} ${DEFLATE_MEM_LEVEL} ${last} ${dictionary?.length ?? 0}\n`;
  return sha256OfPieces([new TextEncoder().encode(head), dictionary ?? new Uint8Array(0), bytes]);
}

function parseNote(text: string | undefined): Note | undefined {
  try {
    const note = JSON.parse(text ?? "null") as Note | null;
    if (note?.schema !== 1 || !isDigest(note.archive) || !Array.isArray(note.blocks)) return undefined;
    return note.blocks.every(isBlock) ? note : undefined;
  } catch {
    return undefined;
  }
}

function isBlock({ key, offset, length, digest }: KeptBlock): boolean {
  const inRange = Number.isSafeInteger(offset) && offset >= 0 && Number.isInteger(length) && length > 0;
  return inRange && length <= LONGEST && isDigest(key) && isDigest(digest);
}

function isDigest(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}
