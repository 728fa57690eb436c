import { FsError } from "../../fs-error.ts";
import { Pipe } from "../../pipe.ts";

/** Bytes that wait for the program before the other side is held back. */
const ENOUGH = 1 << 20;

/** What comes from the network: a pipe that may end in an error, and that tells when there is room again. */
export class Incoming {
  readonly #pipe = new Pipe();
  #broken = false;
  #drained: (() => void) | undefined;

  push(bytes: Uint8Array): void {
    this.#pipe.push(bytes);
  }

  /** The end, for a good reason or a bad one. */
  end(broken = false): void {
    this.#broken ||= broken;
    this.#pipe.end();
    this.#drained?.();
  }

  /** Waits until the program has read most of what came. */
  async room(): Promise<void> {
    if (this.#pipe.length < ENOUGH) return;
    await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  /** @throws EAGAIN when nothing has come yet, ECONNRESET when nothing will because the other side is gone */
  read(into: Uint8Array): number {
    const count = this.#pipe.take(into);
    if (this.#pipe.length < ENOUGH) this.#drained?.();
    if (count === 0 && into.length > 0 && this.#broken) throw new FsError("ECONNRESET");
    return count;
  }

  pending(): Promise<void> | undefined {
    return this.#pipe.pending();
  }
}
