import { Lanes } from "./lanes.ts";
import { Patience } from "./patience.ts";
import { RemoteError, type Remote, type RemoteKey } from "./remote.ts";

/** How a remote is guarded. */
export interface GuardOptions {
  readonly read: boolean;
  readonly write: boolean;
  /** Milliseconds that one request may take without an answer. */
  readonly timeout: number;
  /** Milliseconds that all reads of a run may take beyond half of what they save; no limit without it. */
  readonly patience?: number;
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
  /** Milliseconds before a request is tried once more. */
  readonly pause?: number;
}

/** The failures in words. */
export const CAUSES = {
  unreachable: "it cannot be reached",
  cut: "the connection broke off",
  slow: "it did not answer in time",
  busy: "it asks to be left alone",
  server: "it failed",
  refused: "it refused",
  expired: "the credential has expired",
  full: "it has no room",
  "too-large": "it sent too much",
  damaged: "it gave wrong bytes",
} as const;

/** Whether what failed to be written says nothing about reading. */
export function isOnlyWriting({ type }: RemoteError): boolean {
  return type === "full" || type === "refused" || type === "too-large";
}

/**
 * A remote that cannot harm a run: a request that fails is tried once more when that may help, then the remote is left out
 * for the rest of the run, with one warning that names it and the cause. Who cannot write may still be read.
 */
export class GuardedRemote {
  readonly remote: Remote;
  readonly #options: GuardOptions;
  readonly #lanes: Readonly<Record<"read" | "write", Lanes>>;
  readonly #patience: Patience;
  readonly #closed = new AbortController();
  #reads: boolean;
  #writes: boolean;

  constructor(remote: Remote, options: GuardOptions) {
    this.remote = remote;
    this.#options = options;
    // Nobody waits for what is written, so it must not stand in the way of what is read.
    const writers = options.write ? Math.max(1, remote.atOnce >> 1) : 0;
    this.#lanes = { read: new Lanes(Math.max(1, remote.atOnce - writers)), write: new Lanes(Math.max(1, writers)) };
    this.#patience = new Patience(options.patience ?? Infinity);
    this.#reads = options.read;
    this.#writes = options.write;
  }

  get reads(): boolean {
    return this.#reads;
  }

  get writes(): boolean {
    return this.#writes;
  }

  async has(keys: readonly RemoteKey[]): Promise<ReadonlySet<RemoteKey>> {
    return (await this.#try("write", (signal) => this.remote.has(keys, { signal }))) ?? new Set();
  }

  async get(key: RemoteKey, limit: number): Promise<Uint8Array | undefined> {
    if (!this.#reads) return undefined;
    const bytes = await this.#patience.wait(() =>
      this.#try("read", (signal) => this.remote.get(key, { signal, limit })),
    );
    // Whoever sends more than was allowed is not read on, whatever the back end thought.
    if (bytes !== undefined && bytes.length > limit) return this.distrust(`an object of ${bytes.length} bytes came`);
    return bytes;
  }

  async put(key: RemoteKey, bytes: Uint8Array): Promise<boolean> {
    if (!this.#writes) return false;
    const done = await this.#try("write", async (signal) => {
      await this.remote.put(key, bytes, { signal });
      return true;
    });
    return done ?? false;
  }

  /** Finds out whether it can be used, where that costs nothing: a run that needs nothing of it would not learn it. */
  async look(): Promise<void> {
    const write = this.#writes;
    await this.#try(write ? "write" : "read", () => this.remote.look?.(write) ?? Promise.resolve());
  }

  /** What was found here had taken so many milliseconds to make: that is worth some waiting. */
  saves(ms: number): void {
    this.#patience.saves(ms);
  }

  /** What it gave was not what it promised: nothing more is taken from it. */
  distrust(what: string): undefined {
    this.#drop("read", new RemoteError("damaged", what));
    return undefined;
  }

  /** Ends what is under way, in silence: a request that goes on would keep the process alive. */
  async close(): Promise<void> {
    this.#reads = false;
    this.#writes = false;
    this.#closed.abort();
    await this.remote.close?.().catch(() => undefined);
  }

  #try<T>(way: "read" | "write", request: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return this.#lanes[way].run(() => this.#tryNow(way, request));
  }

  async #tryNow<T>(way: "read" | "write", request: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    // It may have been left out while this waited.
    if (way === "read" ? !this.#reads : !this.#writes) return undefined;
    const patience = way === "read" ? [this.#patience.signal] : [];
    for (let attempt = 1; ; attempt += 1) {
      const late = new AbortController();
      // Not AbortSignal.timeout: nothing else may keep this process alive while it waits.
      const timer = setTimeout(() => late.abort(), this.#options.timeout);
      const signal = AbortSignal.any([this.#options.signal, this.#closed.signal, late.signal, ...patience]);
      try {
        return await untilAborted(request(signal), signal);
      } catch (error) {
        // A run that is being stopped, or over, has nothing to complain about.
        if (this.#options.signal.aborted || this.#closed.signal.aborted) return undefined;
        if (patience.some(({ aborted }) => aborted)) return this.#loseTime();
        const failure = late.signal.aborted
          ? new RemoteError("slow", `no answer within ${this.#options.timeout / 1000} s`)
          : asRemoteError(error);
        if (failure.passing && attempt === 1) {
          await new Promise((resolve) => setTimeout(resolve, this.#options.pause ?? 200));
          continue;
        }
        this.#drop(way, failure);
        return undefined;
      } finally {
        clearTimeout(timer);
      }
    }
  }

  /** Reading takes longer than it saves. Whoever reads nothing may still write, which nobody waits for. */
  #loseTime(): undefined {
    if (!this.#reads) return;
    this.#reads = false;
    const waited = `${Math.round(this.#patience.waited / 1000)} s`;
    this.#options.warn(
      `The remote cache "${this.remote.name}": it takes longer than it saves (waited ${waited} in this run); nothing more is read from it in this run`,
    );
  }

  #drop(way: "read" | "write", failure: RemoteError): void {
    const { type, message } = failure;
    // Requests side by side fail side by side: one warning is enough.
    if (way === "write" ? !this.#writes : !this.#reads) return;
    const onlyWriting = way === "write" && this.#reads && isOnlyWriting(failure);
    this.#writes = false;
    if (!onlyWriting) this.#reads = false;
    const left = onlyWriting ? "nothing more is written to it in this run" : "it is left out for the rest of this run";
    this.#options.warn(`The remote cache "${this.remote.name}": ${CAUSES[type]} (${message}); ${left}`);
  }
}

function asRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  return new RemoteError("server", error instanceof Error ? error.message : String(error), { cause: error });
}

/** A back end that does not hear its signal must not hold up a run. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
