import type { SyncFile } from "../vfs/backends/opfs/sync-file.ts";
import { FsError } from "../vfs/fs-error.ts";

interface Stored {
  /** What the program sees. */
  data: Uint8Array;
  /** What is on the disk for sure: the state at the last flush. */
  durable: Uint8Array;
  /** Writes since then, in order. */
  pending: ({ readonly at: number; readonly bytes: Uint8Array } | { readonly size: number })[];
}

/**
 * Files that behave like sync handles over a disk with a cache: what was not flushed may be lost in a crash, in whole or from
 * some write on, for each file alike.
 */
export class Disk {
  readonly #files = new Map<string, Stored>();
  /** While true, writes fail with ENOSPC. */
  full = false;

  file(name: string): SyncFile {
    const stored = this.#files.get(name) ?? { data: new Uint8Array(0), durable: new Uint8Array(0), pending: [] };
    this.#files.set(name, stored);
    const apply = (change: Stored["pending"][number]): void => {
      stored.pending.push(change);
      stored.data = applied(stored.data, change);
    };
    return {
      read(into, { at }) {
        const part = stored.data.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      write: (from, { at }) => {
        if (this.full) throw new FsError("ENOSPC");
        apply({ at, bytes: from.slice() });
        return from.length;
      },
      getSize: () => stored.data.length,
      truncate: (size) => apply({ size }),
      flush() {
        stored.durable = stored.data;
        stored.pending = [];
      },
      close: () => {},
    };
  }

  size(name: string): number {
    return this.#files.get(name)?.data.length ?? 0;
  }

  /** The power goes. Of each file's unflushed writes, `keep` modulo their number are on the disk, and half of the next one. */
  crash(keep: number): void {
    for (const [name, { durable, pending }] of this.#files) {
      const kept = keep % (pending.length + 1);
      let data = durable;
      for (const change of pending.slice(0, kept)) data = applied(data, change);
      const torn = pending[kept];
      if (torn !== undefined && "bytes" in torn && keep > 0) {
        data = applied(data, { at: torn.at, bytes: torn.bytes.subarray(0, torn.bytes.length >> 1) });
      }
      this.#files.set(name, { data, durable: data, pending: [] });
    }
  }
}

function applied(data: Uint8Array, change: Stored["pending"][number]): Uint8Array {
  if ("size" in change) {
    const resized = new Uint8Array(change.size);
    resized.set(data.subarray(0, change.size));
    return resized;
  }
  const { at, bytes } = change;
  const result = new Uint8Array(Math.max(data.length, at + bytes.length));
  result.set(data);
  result.set(bytes, at);
  return result;
}
