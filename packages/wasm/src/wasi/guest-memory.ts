import { fail } from "../vfs/fs-error.ts";
import { decodeUtf8 } from "../vfs/utf8.ts";

/** As IOV_MAX of Linux. */
const MAXIMUM_VECTORS = 1024;

/**
 * The program's memory, checked: an address or a length outside it is EFAULT, never an exception of the engine. Views are kept
 * and made again only when the memory has grown, since growth detaches them.
 */
export class GuestMemory {
  #memory: Pick<WebAssembly.Memory, "buffer"> = { buffer: new ArrayBuffer(0) };
  #bytes = new Uint8Array(0);
  #view!: DataView;

  /** A program without memory of its own, or before it has any, has no address that is good. */
  attach(memory = this.#memory): void {
    this.#memory = memory;
  }

  /** The checked start of `length` bytes at `address`, with the views renewed. */
  #start(address: number, length: number): number {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) {
      this.#bytes = new Uint8Array(buffer);
      this.#view = new DataView(buffer);
    }
    const start = address >>> 0;
    return start + length > this.#bytes.length ? fail("EFAULT") : start;
  }

  /** The view for `length` bytes at `address`. */
  view(address: number, length: number): DataView {
    this.#start(address, length);
    return this.#view;
  }

  /** The bytes themselves, not a copy. They are only good until the program runs again. */
  bytes(address: number, length: number): Uint8Array {
    const start = this.#start(address, length >>> 0);
    return this.#bytes.subarray(start, start + (length >>> 0));
  }

  /** @throws EILSEQ when the bytes are not UTF-8 */
  string(address: number, length: number): string {
    return decodeUtf8(this.bytes(address, length));
  }

  setU32(address: number, value: number): void {
    this.view(address, 4).setUint32(address >>> 0, value, true);
  }

  /**
   * Writes a structure of words: each has the width, 4 or 8 bytes, that the digit of `widths` says, and starts at a multiple of it as in C.
   * What is shorter counts with the padding behind it as one word. The address need not be aligned.
   */
  put(address: number, widths: string, ...values: readonly (number | bigint)[]): void {
    let offset = 0;
    for (const [index, value] of values.entries()) {
      const width = Number(widths[index]);
      offset += offset % width;
      // The check takes the structure from its start on: an address near the end must not wrap round to 0.
      const at = this.#start(address, offset + width) + offset;
      if (width === 8) this.#view.setBigUint64(at, BigInt(value), true);
      else this.#view.setUint32(at, Number(value), true);
      offset += width;
    }
  }

  /** The buffers of an `iovec` array, as the program's own bytes. @throws EINVAL for more than Linux takes */
  vectors(address: number, count: number): Uint8Array[] {
    if (count >>> 0 > MAXIMUM_VECTORS) fail("EINVAL");
    const view = this.view(address, count * 8);
    return Array.from({ length: count }, (_, index) => {
      const at = (address >>> 0) + index * 8;
      return this.bytes(view.getUint32(at, true), view.getUint32(at + 4, true));
    });
  }
}
