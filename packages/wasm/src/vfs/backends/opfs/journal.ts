import { crc32 } from "./crc32.ts";
import { encodeUtf8 } from "../../utf8.ts";
import { readFully, writeFully, type SyncFile } from "./sync-file.ts";

/** An inode as it is after a change: ino, type, mode, nlink, atime, mtime, ctime, size, slot, ranges of the shared file, target. */
export type InodeRecord = [
  ino: string,
  type: number,
  mode: number,
  nlink: number,
  atime: string,
  mtime: string,
  ctime: string,
  size: number,
  slot: number,
  ranges: [start: number, length: number][],
  target: string,
];

/** A name of a directory after a change: the inode that it leads to, or "0" for none. */
export type NameRecord = [directory: string, name: string, ino: string];

/** What changes together. Records tell the state after the change, so to replay one twice does no harm. */
export interface Batch {
  readonly inodes: readonly InodeRecord[];
  readonly names: readonly NameRecord[];
}

/** "SLWJ" and the version of the format. */
const MAGIC = 0x4a57_4c53;
const VERSION = 1;
/** Magic, version, generation. */
const HEADER = 12;
/** Length and CRC-32 before each batch. */
const PREFIX = 8;
/** A journal that is longer than this, and twice what a fresh one would be, is written anew. */
const ENOUGH = 1 << 18;

/**
 * The index of a file system as a list of batches in one of two files. A batch that was cut by a crash fails its checksum and is
 * dropped with what follows, so the index is always the one before or the one after a change. Writing it anew goes to the
 * other file, which counts once its header is there.
 */
export class Journal {
  readonly #files: readonly [SyncFile, SyncFile];
  #current = 0;
  #generation = 0;
  #end = 0;
  #fresh = 0;

  constructor(files: readonly [SyncFile, SyncFile]) {
    this.#files = files;
  }

  /** Everything that was written, in order; nothing for files that are no journal yet. */
  load(): Batch[] {
    const generations = this.#files.map(generationOf);
    this.#current = (generations[0] as number) >= (generations[1] as number) ? 0 : 1;
    this.#generation = generations[this.#current] as number;
    if (this.#generation === 0) return [];
    const file = this.#files[this.#current] as SyncFile;
    const bytes = new Uint8Array(file.getSize());
    readFully(file, bytes, 0);
    const batches: Batch[] = [];
    this.#end = HEADER;
    for (;;) {
      const body = batchAt(bytes, this.#end);
      if (body === undefined) break;
      batches.push(JSON.parse(new TextDecoder().decode(body)) as Batch);
      this.#end += PREFIX + body.length;
    }
    this.#fresh = this.#end;
    // Nothing that came after a cut batch may be read once something else was written over the cut one.
    file.truncate(this.#end);
    return batches;
  }

  /** Whether it is time for `rewrite`. */
  get long(): boolean {
    return this.#end > ENOUGH && this.#end > 2 * this.#fresh;
  }

  append(batch: Batch): void {
    if (this.#generation === 0) throw new Error("Internal error: the journal was not begun");
    const bytes = encode(batch);
    writeFully(this.#files[this.#current] as SyncFile, bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Begins a journal that holds `batches` only. The old one counts until the new one is on the disk. */
  rewrite(batches: Iterable<Batch>): void {
    const next = 1 - this.#current;
    const file = this.#files[next] as SyncFile;
    file.truncate(0);
    let end = HEADER;
    for (const batch of batches) {
      const bytes = encode(batch);
      writeFully(file, bytes, end);
      end += bytes.length;
    }
    file.flush();
    const header = new DataView(new ArrayBuffer(HEADER));
    [MAGIC, VERSION, this.#generation + 1].forEach((word, index) => header.setUint32(index * 4, word, true));
    writeFully(file, new Uint8Array(header.buffer), 0);
    file.flush();
    const old = this.#files[this.#current] as SyncFile;
    this.#current = next;
    this.#generation++;
    this.#end = this.#fresh = end;
    old.truncate(0);
  }

  flush(): void {
    this.#files[this.#current]?.flush();
  }

  close(): void {
    for (const file of this.#files) file.close();
  }
}

/** The generation of a journal file, 0 for what is none. @throws Error for a journal of a later version */
function generationOf(file: SyncFile): number {
  const bytes = new Uint8Array(HEADER);
  if (readFully(file, bytes, 0) < HEADER) return 0;
  const view = new DataView(bytes.buffer);
  if (view.getUint32(0, true) !== MAGIC) return 0;
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw new Error(`Cannot read these files: their index has version ${version}, expected 1`);
  return view.getUint32(8, true);
}

function encode(batch: Batch): Uint8Array {
  const body = encodeUtf8(JSON.stringify(batch));
  const bytes = new Uint8Array(PREFIX + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length, true);
  view.setUint32(4, crc32(body), true);
  bytes.set(body, PREFIX);
  return bytes;
}

/** The whole and unharmed batch at an offset. */
function batchAt(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + PREFIX > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, at);
  const length = view.getUint32(0, true);
  if (length === 0 || length > bytes.length - at - PREFIX) return undefined;
  const body = bytes.subarray(at + PREFIX, at + PREFIX + length);
  return crc32(body) === view.getUint32(4, true) ? body : undefined;
}
