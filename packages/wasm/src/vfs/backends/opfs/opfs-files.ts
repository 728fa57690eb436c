import { DIRECTORY, FILE, type Changes, type FileType, type Handle } from "../../backend.ts";
import { wallClock } from "../../clock.ts";
import { fail } from "../../fs-error.ts";
import { Memory, MemoryNode } from "../memory.ts";
import { FileSpace, type Place } from "./file-space.ts";
import type { Batch, InodeRecord, Journal, NameRecord } from "./journal.ts";
import type { Pool } from "./pool.ts";

/** The largest file: offsets beyond it are not exact in every engine. */
const MAXIMUM = 2 ** 48;
/** Inodes and names in one batch of a journal that is written anew. */
const BATCH = 1000;
/** Milliseconds after which changes are on the disk without being asked for, where the thread is free by then. */
const SOON = 100;

/**
 * A tree like that of `memory()`, whose bytes are in the files of a pool and whose every change is in a journal before the call
 * returns. A write that makes a file longer is noted when the file is synced or closed, and soon by itself.
 */
export class OpfsFiles extends Memory {
  readonly #journal: Journal;
  readonly #pool: Pool;
  readonly #space: FileSpace;
  readonly #places = new Map<MemoryNode, Place>();
  readonly #opens = new Map<MemoryNode, number>();
  /** Files whose size, times or place the journal does not know yet. */
  readonly #changed = new Set<MemoryNode>();
  /** Where bytes were written that may not be on the disk yet. */
  readonly #written = new Set<Place>();
  /** A change could not be noted, as on a full disk: the journal has to be written anew. */
  #behind = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** @throws Error when the journal is of a later version */
  static async load(journal: Journal, pool: Pool): Promise<OpfsFiles> {
    const inodes = new Map<string, InodeRecord>();
    const names = new Map<string, Map<string, string>>();
    for (const batch of journal.load()) {
      for (const record of batch.inodes) inodes.set(record[0], record);
      for (const [directory, name, ino] of batch.names) {
        const list = names.get(directory) ?? new Map<string, string>();
        names.set(directory, list);
        if (ino === "0") list.delete(name);
        else list.set(name, ino);
      }
    }
    // A file that lost its last name while it was open is gone with the program that had it open.
    const alive = [...inodes.values()].filter(([, , , nlink]) => nlink > 0);
    await pool.start(new Set(alive.map((record) => record[8])));
    return new OpfsFiles(journal, pool, alive, names);
  }

  private constructor(
    journal: Journal,
    pool: Pool,
    inodes: readonly InodeRecord[],
    names: ReadonlyMap<string, ReadonlyMap<string, string>>,
  ) {
    super(MAXIMUM);
    this.#journal = journal;
    this.#pool = pool;
    const nodes = new Map<string, MemoryNode>();
    for (const [id, type, mode, nlink, atime, mtime, ctime, size, slot, ranges, target] of inodes) {
      const ino = BigInt(id);
      const node = ino === this.root.ino ? this.root : new MemoryNode(ino, type as FileType, mode);
      // A crash may have kept the end of a file from the disk.
      const room = slot > 0 ? pool.file(slot).getSize() : ranges.reduce((sum, [, length]) => sum + length, 0);
      const held = type === FILE ? Math.min(size, room) : size;
      const times = { atime: BigInt(atime), mtime: BigInt(mtime), ctime: BigInt(ctime) };
      Object.assign(node, { mode, nlink, size: held, target, ...times });
      if (slot > 0 || ranges.length > 0) this.#places.set(node, { slot, ranges });
      if (ino > this.lastIno) this.lastIno = ino;
      nodes.set(id, node);
    }
    for (const [directory, list] of names) {
      for (const [name, ino] of list) {
        const node = nodes.get(ino);
        if (node !== undefined) nodes.get(directory)?.names.set(name, node);
      }
    }
    this.#space = new FileSpace(pool, [...this.#places.values()]);
    this.#journal.rewrite(this.#everything());
  }

  #record(node: MemoryNode): InodeRecord {
    const { ino, type, mode, nlink, atime, mtime, ctime, size, target } = node;
    const { slot, ranges } = this.#places.get(node) ?? { slot: 0, ranges: [] };
    return [`${ino}`, type, mode, nlink, `${atime}`, `${mtime}`, `${ctime}`, size, slot, ranges, target];
  }

  *#everything(): Generator<Batch> {
    let inodes: InodeRecord[] = [];
    let names: NameRecord[] = [];
    const seen = new Set<MemoryNode>([this.root]);
    for (const node of seen) {
      inodes.push(this.#record(node));
      for (const [name, child] of node.names) {
        names.push([`${node.ino}`, name, `${child.ino}`]);
        seen.add(child);
      }
      if (inodes.length + names.length < BATCH) continue;
      yield { inodes, names };
      inodes = [];
      names = [];
    }
    yield { inodes, names };
  }

  #note(nodes: readonly MemoryNode[], names: readonly NameRecord[] = []): void {
    if (this.#closed) fail("EIO", "these files are closed");
    try {
      this.#journal.append({ inodes: nodes.map((node) => this.#record(node)), names });
    } catch (error) {
      this.#behind = true;
      throw error;
    }
    for (const node of nodes) this.#changed.delete(node);
    // A program that never lets the thread go must not fill the disk with its history.
    if (this.#journal.long) this.flush();
    else this.#soon();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.flush(), SOON);
  }

  /** Writes everything to the disk. Without being asked it happens a little after each change, where the thread is free. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed) return;
    this.#space.flush(this.#written);
    this.#written.clear();
    const changed = [...this.#changed];
    this.#changed.clear();
    if (changed.length > 0 && !this.#behind)
      this.#journal.append({ inodes: changed.map((node) => this.#record(node)), names: [] });
    if (this.#behind || this.#journal.long) this.#journal.rewrite(this.#everything());
    else this.#journal.flush();
    this.#behind = false;
    this.#space.settle();
  }

  close(): void {
    this.flush();
    this.#closed = true;
    this.#journal.close();
    this.#pool.close();
  }

  override create(dir: MemoryNode, name: string, type: FileType, mode: number): MemoryNode {
    const node = super.create(dir, name, type, mode);
    this.#note([dir, node], [[`${dir.ino}`, name, `${node.ino}`]]);
    return node;
  }

  override symlink(dir: MemoryNode, name: string, target: string): void {
    super.symlink(dir, name, target);
    this.#note([this.lookup(dir, name) as MemoryNode]);
  }

  override link(node: MemoryNode, dir: MemoryNode, name: string): void {
    super.link(node, dir, name);
    this.#note([dir, node], [[`${dir.ino}`, name, `${node.ino}`]]);
  }

  override unlink(dir: MemoryNode, name: string): void {
    const node = this.lookup(dir, name);
    super.unlink(dir, name);
    if (node !== undefined) this.#unnamed(dir, name, node);
  }

  override rmdir(dir: MemoryNode, name: string): void {
    const node = this.lookup(dir, name);
    super.rmdir(dir, name);
    if (node !== undefined) this.#unnamed(dir, name, node);
  }

  #unnamed(dir: MemoryNode, name: string, node: MemoryNode): void {
    this.#note([dir, node], [[`${dir.ino}`, name, "0"]]);
    this.#collect(node);
  }

  override rename(dir: MemoryNode, name: string, toDir: MemoryNode, toName: string): void {
    const node = this.lookup(dir, name);
    const old = this.lookup(toDir, toName);
    if (node === old) return;
    super.rename(dir, name, toDir, toName);
    const all = [dir, toDir, node, old].filter((one) => one !== undefined);
    const names: NameRecord[] = [
      [`${dir.ino}`, name, "0"],
      [`${toDir.ino}`, toName, `${node?.ino}`],
    ];
    this.#note(all, names);
    if (old !== undefined) this.#collect(old);
  }

  /** Gives up the bytes of a file that has neither a name nor a descriptor. */
  #collect(node: MemoryNode): void {
    const place = this.#places.get(node);
    if (place === undefined || node.nlink > 0 || this.#opens.has(node)) return;
    this.#space.giveUp(place);
    this.#places.delete(node);
    this.#changed.delete(node);
    this.#soon();
  }

  override change(node: MemoryNode, { size, ...others }: Changes): void {
    if (size !== undefined) this.#resize(node, size);
    super.change(node, others);
    this.#note([node]);
  }

  #place(node: MemoryNode): Place {
    const place = this.#places.get(node) ?? { slot: 0, ranges: [] };
    this.#places.set(node, place);
    return place;
  }

  #resize(node: MemoryNode, size: number): void {
    if (node.type !== FILE) fail("EINVAL");
    if (size > MAXIMUM) fail("EFBIG");
    const place = this.#place(node);
    this.#changed.add(node);
    if (size > node.size) this.#space.grow(place, node.size, size, size);
    else this.#space.shrink(place, size);
    this.#written.add(place);
    node.size = size;
    node.mtime = wallClock();
  }

  override open(node: MemoryNode): Handle {
    if (node.type === DIRECTORY) fail("EISDIR");
    this.#opens.set(node, (this.#opens.get(node) ?? 0) + 1);
    const place = this.#place(node);
    return {
      read: (into, at) => {
        const part = into.subarray(0, Math.max(0, node.size - at));
        if (part.length > 0) this.#space.read(place, part, at);
        return part.length;
      },
      write: (from, at) => {
        if (this.#closed) fail("EIO", "these files are closed");
        const end = at + from.length;
        if (end > MAXIMUM) fail("EFBIG");
        if (from.length === 0) return 0;
        // Before anything can fail: the journal must learn of a new place in any case.
        this.#changed.add(node);
        this.#soon();
        if (end > node.size) this.#space.grow(place, node.size, at, end);
        this.#space.write(place, from, at);
        this.#written.add(place);
        node.size = Math.max(node.size, end);
        node.mtime = node.ctime = wallClock();
        return from.length;
      },
      size: () => node.size,
      sync: () => this.flush(),
      close: () => this.#release(node),
    };
  }

  #release(node: MemoryNode): void {
    const left = (this.#opens.get(node) ?? 1) - 1;
    if (left > 0) {
      this.#opens.set(node, left);
      return;
    }
    this.#opens.delete(node);
    if (node.nlink === 0) this.#collect(node);
    else if (this.#changed.has(node) && !this.#closed) this.#note([node]);
  }
}
