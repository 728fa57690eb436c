import type { Backend } from "../vfs/backend.ts";
import type { Frame } from "./frame.ts";
import type { Serving } from "./serving.ts";

/**
 * Serves back ends to one client. Inode 1 is the root of the first, 2 of the second, and so on; others get numbers as they are
 * looked up and lose them when the client forgets them.
 *
 * Of two threads that share a bundle one serves: what answers is loaded as soon as there is a server.
 */
export class FileServer {
  readonly #serving: Promise<Serving>;
  #loaded: Serving | undefined;

  constructor(backends: readonly Backend[]) {
    this.#serving = import("./serving.ts").then(({ Serving }) => (this.#loaded = new Serving(backends)));
    // Who asks is told.
    this.#serving.catch(() => {});
  }

  /**
   * Answers a request.
   *
   * @param room bytes that the reply may be written to, so that nothing has to be allocated: those of the request itself will do
   * @returns the frame to send back, or undefined where none is due, for one-way frames
   */
  answer(frame: Frame, room?: Uint8Array): Promise<Uint8Array | undefined> {
    return this.#loaded?.answer(frame, room) ?? this.#serving.then((serving) => serving.answer(frame, room));
  }

  /** Closes what the client left open: nothing where what answers could not be loaded. */
  async close(): Promise<void> {
    await this.#serving.then(
      (serving) => serving.close(),
      () => {},
    );
  }
}
