import { DIRECTORY, type Attributes, type Changes, type Entry, type FileType } from "./backend.ts";
import { fail } from "./fs-error.ts";
import type { FullHandle } from "./open-handle.ts";
import { after, type Later } from "./steps.ts";
import type { Spot } from "./walk.ts";

/** How a file was opened. */
export interface OpenMode {
  readonly read: boolean;
  readonly write: boolean;
  append: boolean;
}

/** What an open file also tells about itself. */
export interface FullAttributes extends Attributes {
  /** Which mount the file lives on. */
  readonly dev: bigint;
}

/** An open file or directory with its offset: what a descriptor of any kind of program points to. */
export class OpenFile {
  readonly spot: Spot;
  readonly mode: OpenMode;
  /** The directories above, for `..` in a listing and for walks that begin here. */
  readonly trail: readonly Spot[];
  position = 0;
  readonly #handle: FullHandle;

  constructor(spot: Spot, trail: readonly Spot[], mode: OpenMode, handle: FullHandle) {
    this.spot = spot;
    this.trail = trail;
    this.mode = mode;
    this.#handle = handle;
  }

  get type(): FileType {
    return this.spot.node.type;
  }

  /** Reads at the offset and moves it. @throws EBADF when not open for reading, EISDIR */
  read(into: Uint8Array): Later<number> {
    return after(this.readAt(into, this.position), (count) => {
      this.position += count;
      return count;
    });
  }

  readAt(into: Uint8Array, at: number): Later<number> {
    if (!this.mode.read) fail("EBADF");
    return this.#handle.read(into, at);
  }

  /** Writes at the offset, or at the end in append mode, and moves the offset behind what was written. */
  write(from: Uint8Array): Later<number> {
    return after(this.mode.append ? this.size() : this.position, (start) =>
      after(this.writeAt(from, start), (count) => {
        this.position = start + count;
        return count;
      }),
    ) as Later<number>;
  }

  writeAt(from: Uint8Array, at: number): Later<number> {
    if (!this.mode.write) fail("EBADF");
    return this.#handle.write(from, at);
  }

  size(): Later<number> {
    return this.#handle.size();
  }

  attributes(): Later<FullAttributes> {
    return after(this.#handle.attributes(), (attributes) => ({ ...attributes, dev: this.spot.mount.dev }));
  }

  change(changes: Changes): Later<void> {
    return this.#handle.change(changes);
  }

  list(): Later<readonly Entry[]> {
    if (this.type !== DIRECTORY) fail("ENOTDIR");
    const { mount, node } = this.spot;
    return mount.backend.list(node);
  }

  pending(): Promise<void> | undefined {
    return this.#handle.pending?.();
  }

  sync(): Later<void> {
    return this.#handle.sync?.();
  }

  close(): Later<void> {
    return this.#handle.close?.();
  }
}
