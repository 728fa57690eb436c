import type { FullAttributes } from "../vfs/open-file.ts";
import { FsError } from "../vfs/fs-error.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The program's memory, checked: an address or a length outside it is EFAULT, never an exception of the engine. Views are kept
 * and made again only when the memory has grown, since growth detaches them.
 */
export class GuestMemory {
  #memory: WebAssembly.Memory | undefined;
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  #refresh(): void {
    const { buffer } = this.#memory ?? {};
    if (buffer === undefined || this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  /** The view for `length` bytes at `address`. */
  view(address: number, length: number): DataView {
    this.#refresh();
    if ((address >>> 0) + length > this.#bytes.length) throw new FsError("EFAULT");
    return this.#view;
  }

  /** The bytes themselves, not a copy. They are only good until the program runs again. */
  bytes(address: number, length: number): Uint8Array {
    this.#refresh();
    const start = address >>> 0;
    const end = start + (length >>> 0);
    if (end > this.#bytes.length) throw new FsError("EFAULT");
    return this.#bytes.subarray(start, end);
  }

  /** @throws EILSEQ when the bytes are not UTF-8 */
  string(address: number, length: number): string {
    const bytes = this.bytes(address, length);
    try {
      return utf8.decode(bytes);
    } catch {
      throw new FsError("EILSEQ");
    }
  }

  setU32(address: number, value: number): void {
    this.view(address, 4).setUint32(address >>> 0, value, true);
  }

  setU64(address: number, value: bigint): void {
    this.view(address, 8).setBigUint64(address >>> 0, value, true);
  }

  /** The buffers of an `iovec` array, as the program's own bytes. */
  vectors(address: number, count: number): Uint8Array[] {
    const length = (count >>> 0) * 8;
    const view = this.view(address, length);
    const start = address >>> 0;
    const vectors: Uint8Array[] = [];
    for (let at = start; at < start + length; at += 8) {
      vectors.push(this.bytes(view.getUint32(at, true), view.getUint32(at + 4, true)));
    }
    return vectors;
  }

  /** Writes a `$filestat`, 64 bytes. */
  setFilestat(address: number, { dev, ino, type, nlink, size, atime, mtime, ctime }: FullAttributes): void {
    const view = this.view(address, 64);
    const start = address >>> 0;
    const words = [dev, ino, BigInt(type), BigInt(nlink), BigInt(size), atime, mtime, ctime];
    words.forEach((word, index) => view.setBigUint64(start + index * 8, word, true));
  }
}
