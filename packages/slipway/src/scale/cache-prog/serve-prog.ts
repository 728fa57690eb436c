import { base64OfHex, Base64Pieces, hexOfBase64 } from "../../platform/base64.ts";
import type { IncomingFile } from "../../platform/file/incoming-file.ts";
import type { GoCache, GoCacheEntry, KnownEntry } from "../../source/go/go-cache.ts";
import { ProgReader, type BodySink, type ProgRequest, type ProgResponse } from "./prog-protocol.ts";

/** What other machines may have of a build cache. Nothing of it throws or is in the way of a build for long. */
export interface SharedObjects {
  /** Brings what an action came to into the folder, where somebody else has it. */
  fetch(action: string): Promise<void>;
  /** An entry was used, or made by this build. */
  used(entry: GoCacheEntry, how: "found" | "made"): void;
  /** The build is over: what it made is shared, unless its go command is gone and nobody waits. */
  finish(how: { readonly share: boolean }): Promise<void>;
}

/** What serves a go command. */
export interface ProgOptions {
  readonly cache: GoCache;
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Standard output: nothing else may be written there. */
  readonly write: (text: string) => void;
  readonly shared?: SharedObjects;
  readonly warn: (text: string) => void;
}

/** Hex digits of an ID. */
const ID_LENGTH = 64;

/**
 * Answers a go command out of a build cache in Go's own form, so that a go command without us finds the same results there.
 *
 * @returns when it said `close`, or is gone.
 * @throws Error when it says what no go command does.
 */
export async function serveProg(options: ProgOptions): Promise<void> {
  const server = new ProgServer(options);
  server.greet();
  const reader = new ProgReader({
    request: (request) => server.answer(request),
    withBody: (request) => server.put(request),
  });
  try {
    for await (const piece of options.input) {
      reader.add(piece);
      if (server.closed !== undefined) break;
    }
  } finally {
    reader.end();
  }
  await (server.closed ?? options.shared?.finish({ share: false }));
}

class ProgServer {
  /** Set by `close`. */
  closed: Promise<void> | undefined;
  readonly #options: ProgOptions;
  readonly #open = new Set<Promise<void>>();
  #told = false;

  constructor(options: ProgOptions) {
    this.#options = options;
  }

  greet(): void {
    this.#say({ ID: 0, KnownCommands: ["get", "put", "close"] });
  }

  answer(request: ProgRequest): void {
    if (request.Command === "get") this.#get(request);
    else if (request.Command === "put") this.put({ ...request, BodySize: 0 }).end();
    else if (request.Command === "close") this.closed = this.#close(request);
    else this.#say({ ID: request.ID, Err: `unknown command ${JSON.stringify(request.Command)}` });
  }

  /** Takes a body straight into the folder. Whatever goes wrong, the body is read to its end. */
  put({ ID, ActionID, OutputID, BodySize = 0 }: ProgRequest): BodySink {
    const { cache, shared } = this.#options;
    const entry = { action: hexOfBase64(ActionID ?? ""), output: hexOfBase64(OutputID ?? ""), size: BodySize };
    const base64 = new Base64Pieces();
    let file: IncomingFile | undefined;
    let failure: Error | undefined;
    const attempt = (work: () => void): void => {
      if (failure !== undefined) return;
      try {
        work();
      } catch (error) {
        failure = error as Error;
        file?.drop();
      }
    };
    const add = (bytes: Uint8Array): void => {
      if (file!.size + bytes.length > BodySize) throw new Error(`a body of more than ${BodySize} bytes`);
      file!.add(bytes);
    };
    attempt(() => {
      if (![entry.action, entry.output].every(({ length }) => length === ID_LENGTH))
        throw new Error("IDs have 32 bytes");
      file = cache.incoming(entry.output);
    });
    return {
      drop: () => file?.drop(),
      add: (piece) => attempt(() => add(base64.add(piece))),
      end: () => {
        attempt(() => {
          add(base64.end());
          cache.add(entry, file!);
          shared?.used(entry, "made");
        });
        if (failure === undefined) return this.#say({ ID, DiskPath: cache.outputFile(entry.output) });
        this.#warnOnce(`Cannot keep what Go made: ${failure.message}`);
        this.#say({ ID, Err: failure.message });
      },
    };
  }

  #get({ ID, ActionID = "" }: ProgRequest): void {
    const { cache, shared } = this.#options;
    const action = hexOfBase64(ActionID);
    if (action.length !== ID_LENGTH) return this.#say({ ID, Err: "ActionID has 32 bytes" });
    const known = cache.entry(action);
    if (known !== undefined) return this.#hit(ID, known);
    if (shared === undefined) return this.#say({ ID, Miss: true });
    const work = shared.fetch(action).then(() => {
      this.#open.delete(work);
      const fetched = cache.entry(action);
      if (fetched === undefined) this.#say({ ID, Miss: true });
      else this.#hit(ID, fetched);
    });
    this.#open.add(work);
  }

  #hit(ID: number, entry: KnownEntry): void {
    const { cache, shared } = this.#options;
    cache.use(entry);
    shared?.used(entry, "found");
    const { output, size, time } = entry;
    this.#say({
      ID,
      OutputID: base64OfHex(output),
      Size: size,
      Time: new Date(time).toISOString(),
      DiskPath: cache.outputFile(output),
    });
  }

  async #close({ ID }: ProgRequest): Promise<void> {
    // Go asks for no more, but may have asked for something that it does not need any longer.
    await Promise.all(this.#open);
    await this.#options.shared?.finish({ share: true });
    this.#say({ ID });
  }

  #say(response: ProgResponse): void {
    this.#options.write(`${JSON.stringify(response)}\n`);
  }

  #warnOnce(text: string): void {
    if (!this.#told) this.#options.warn(text);
    this.#told = true;
  }
}
