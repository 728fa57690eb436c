import type { SyncFile } from "./sync-file.ts";

/** Opens the file of a slot, making it where it is missing. */
export type OpenSlot = (slot: number) => Promise<SyncFile>;

/**
 * Files that are held open, so that a program's own can be opened, read and written at once. Slot 0 is the file that others share,
 * each other slot holds one file of the program. Spare ones are opened as the event loop turns; a program that makes many
 * files in one go gets none for the last of them and uses the shared one.
 */
export class Pool {
  readonly #open: OpenSlot;
  readonly #spare: number;
  readonly #files = new Map<number, SyncFile>();
  readonly #free: number[] = [];
  #last = 0;
  #filling: Promise<void> | undefined;
  #closed = false;

  constructor(open: OpenSlot, spare: number) {
    this.#open = open;
    this.#spare = spare;
  }

  /** Opens the slots of files that exist, the shared one and the spare ones. */
  async start(used: ReadonlySet<number>): Promise<void> {
    for (const slot of new Set([0, ...used])) {
      this.#files.set(slot, await this.#open(slot));
      this.#last = Math.max(this.#last, slot);
    }
    await this.fill();
  }

  file(slot: number): SyncFile {
    return this.#files.get(slot) as SyncFile;
  }

  /** An empty slot, or undefined when none is open just now. */
  take(): number | undefined {
    const slot = this.#free.pop();
    void this.fill();
    return slot;
  }

  give(slot: number): void {
    this.file(slot).truncate(0);
    this.#free.push(slot);
  }

  /** Opens spare slots until there are enough again. A slot that cannot be opened is done without. */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => (this.#filling = undefined));
    return this.#filling;
  }

  async #fill(): Promise<void> {
    while (!this.#closed && this.#free.length < this.#spare) {
      const slot = ++this.#last;
      let file: SyncFile;
      try {
        file = await this.#open(slot);
      } catch {
        return;
      }
      this.#files.set(slot, file);
      if (this.#closed) file.close();
      else this.give(slot);
    }
  }

  close(): void {
    this.#closed = true;
    for (const file of this.#files.values()) file.close();
  }
}
