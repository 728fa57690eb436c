import type { ByteStream } from "../../archive/byte-stream.ts";
import { joinBytes } from "../../archive/byte-stream.ts";
import { bytesSource, type ByteSource } from "../../archive/zip/find-central.ts";
import { join } from "../path.ts";
import { openFile } from "./file-source.ts";
import { writeFilePieces } from "./file-stream.ts";
import { removeTree } from "./files.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** What a store keeps until it is let go. */
export interface Kept extends ByteSource {
  release(): Promise<void>;
}

/**
 * Keeps what is unpacked while it is looked at: in memory up to a budget for all of it together, beyond that in files of a
 * private folder. So memory stays bounded, whatever an archive unpacks to.
 */
export class ByteStore {
  readonly #budget: number;
  #held = 0;
  #folder: Promise<string> | undefined;
  #files = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Takes a stream to its end. What the stream throws is thrown, and nothing of it is kept. */
  async keep(stream: ByteStream): Promise<Kept> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const iterator = (async function* () {
      yield* stream;
    })();
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return this.#inMemory(joinBytes(pieces));
      pieces.push(next.value);
      length += next.value.length;
      if (this.#held + length > this.#budget) break;
    }
    return this.#inFile(
      (async function* () {
        yield* pieces.splice(0);
        yield* iterator;
      })(),
    );
  }

  /** Removes what is left. */
  async close(): Promise<void> {
    if (this.#folder !== undefined) await removeTree(await this.#folder);
  }

  #inMemory(bytes: Uint8Array): Kept {
    this.#held += bytes.length;
    let isHeld = true;
    return {
      ...bytesSource(bytes),
      release: async () => {
        if (isHeld) this.#held -= bytes.length;
        isHeld = false;
      },
    };
  }

  async #inFile(stream: ByteStream): Promise<Kept> {
    this.#folder ??= makeTempFolder("slipway-contents");
    const path = join(await this.#folder, `${this.#files++}`);
    try {
      await writeFilePieces(path, stream, { mode: 0o600 });
      const file = await openFile(path);
      return {
        size: file.size,
        read: (offset, length) => file.read(offset, length),
        async release() {
          await file.close();
          await removeTree(path);
        },
      };
    } catch (error) {
      await removeTree(path);
      throw error;
    }
  }
}
