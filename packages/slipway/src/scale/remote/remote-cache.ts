import type { SigningKey } from "../../platform/ed25519.ts";
import { cpuCount } from "../../platform/host/cpu-count.ts";
import { sha256 } from "../../platform/hash.ts";
import { unzstdBytes, zstdBytes } from "../../platform/zstd.ts";
import type { FoundHelp, OfferedHelp, SharedHelp } from "../../plan/kind.ts";
import { readEntry, writeEntry, type RemoteEntry, type RemoteOutput, type RemoteRecord } from "./entry.ts";
import type { GuardedRemote } from "./guarded.ts";

/** How the remotes of a run are used. */
export interface RemoteCacheOptions {
  /** In the order in which they are asked. */
  readonly remotes: readonly GuardedRemote[];
  /** Signs what is written; without one nothing is. */
  readonly key?: SigningKey;
  /** Public keys whose entries count. */
  readonly trusted: ReadonlySet<string>;
  /** Bytes of one file at most. */
  readonly limit: number;
  /** Milliseconds that a run may wait at its end for what is still being written, or a quarter of what it took. */
  readonly patience: number;
  readonly warn: (text: string) => void;
}

/** A result that another machine made. */
export interface Found extends FoundHelp {
  readonly record: RemoteRecord;
}

/** What went over the lines in this run. */
export interface RemoteTraffic {
  readonly hits: number;
  readonly misses: number;
  readonly readBytes: number;
  readonly written: number;
  readonly writtenBytes: number;
}

/** An entry is small: a record, and files of at most some kilobytes. */
const ENTRY_LIMIT = 64e6;
/** Shorter files are not worth compressing. */
const COMPRESSED_FROM = 4096;
/** Milliseconds of what a timer can wait. */
const LONGEST_WAIT = 2 ** 31 - 1;
/** Uploads side by side: they wait for the line, not for the machine. */
const UPLOADS = 4;
/** Milliseconds in which a disk that works tells what is wrong with it, however short the run: one that does not is not waited for. */
const LOOKING = 250;

/**
 * The remotes of a run: results are looked for in one after the other, and written behind the run's back. Nothing that comes
 * back is believed: the entry needs a trusted signature, and every byte its digest.
 */
export class RemoteCache implements SharedHelp {
  readonly #options: RemoteCacheOptions;
  readonly #waiting: (() => Promise<OfferedHelp | undefined>)[] = [];
  readonly #working = new Set<Promise<void>>();
  readonly #told = new Set<string>();
  #traffic = { hits: 0, misses: 0, readBytes: 0, written: 0, writtenBytes: 0 };
  #stopped = false;
  #looked: Promise<unknown> | undefined;

  constructor(options: RemoteCacheOptions) {
    this.#options = options;
  }

  get traffic(): RemoteTraffic {
    return { ...this.#traffic };
  }

  /** Compile packs and the like that were used in this run. */
  readonly help: { readonly bytes: number; readonly ms: number }[] = [];

  helped(bytes: number, ms: number): void {
    this.help.push({ bytes, ms });
  }

  /** Whether something can be written at all. */
  get writes(): boolean {
    return this.#options.key !== undefined && this.#options.remotes.some(({ writes }) => writes);
  }

  get limit(): number {
    return this.#options.limit;
  }

  /** Has every remote tell now what is wrong with it, where that costs nothing, behind the run's back. Never rejects. */
  async look(): Promise<void> {
    this.#looked = Promise.all(this.#options.remotes.map((guarded) => guarded.look()));
    await this.#looked;
  }

  /** What the work with this key made, from the first remote that knows. Never throws. */
  async find(key: string): Promise<Found | undefined> {
    for (const guarded of this.#options.remotes) {
      const entry = await this.#entry(guarded, key);
      if (entry === undefined) continue;
      this.#traffic.hits += 1;
      guarded.saves(savedBy(entry.record));
      return { record: entry.record, bytes: (path) => this.#bytes(guarded, entry, path) };
    }
    this.#traffic.misses += 1;
    return undefined;
  }

  /** Writes a result to every remote that takes it, some time before `finish` ends; it is made just then. Never throws. */
  offer(make: () => Promise<OfferedHelp | undefined>): void {
    if (!this.writes || this.#stopped) return;
    this.#waiting.push(make);
    this.#next();
  }

  /** Waits a while for what is being written, after a run of so many milliseconds, and closes the lines. */
  async finish(signal: AbortSignal, ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const stopped = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(Math.max(this.#options.patience, ms / 4), LONGEST_WAIT));
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    const written = (async () => {
      await (this.#working.size > 0 ? this.#looked : this.#lookedSoon());
      while (this.#working.size > 0) await Promise.all(this.#working);
    })();
    await Promise.race([stopped, written]);
    clearTimeout(timer);
    this.#stopped = true;
    const left = this.#waiting.splice(0).length + this.#working.size;
    if (left > 0) {
      this.#options.warn(
        `${left} ${left === 1 ? "result was" : "results were"} not written to the remote cache: there was no more time (cache.max_wait gives more)`,
      );
    }
    await Promise.all(this.#options.remotes.map((guarded) => guarded.close()));
  }

  /** Nothing is being written: a mount that does not answer must not hold up a run that is over. */
  async #lookedSoon(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const soon = new Promise<void>((resolve) => (timer = setTimeout(resolve, LOOKING)));
    await Promise.race([this.#looked, soon]);
    clearTimeout(timer);
  }

  async #entry(guarded: GuardedRemote, key: string): Promise<RemoteEntry | undefined> {
    const bytes = await guarded.get({ space: "actions", name: key }, ENTRY_LIMIT);
    if (bytes === undefined) return undefined;
    this.#traffic.readBytes += bytes.length;
    const entry = readEntry(bytes, key, this.#options.trusted);
    if (typeof entry === "object") return entry;
    if (entry !== "not-trusted") {
      const what = entry === "damaged" ? "an entry that is damaged or wrongly signed" : "the entry of another key";
      return guarded.distrust(what);
    }
    const { name } = guarded.remote;
    if (!this.#told.has(name)) {
      this.#told.add(name);
      this.#options.warn(
        `The remote cache "${name}" has entries that no trusted key has signed; they are ignored (cache.trusted lists the keys)`,
      );
    }
    return undefined;
  }

  async #bytes(guarded: GuardedRemote, entry: RemoteEntry, path: string): Promise<Uint8Array | undefined> {
    const output = entry.record.outputs.find((each) => each.path === path);
    if (output === undefined || output.size > this.#options.limit) return undefined;
    const kept = output.as ?? output;
    let bytes = entry.inline.get(kept.digest);
    if (bytes === undefined) {
      // Cut short is damaged; one byte more than was promised is let in to be seen.
      bytes = await guarded.get({ space: "blobs", name: kept.digest, size: kept.size }, kept.size + 1);
      if (bytes === undefined) return undefined;
      this.#traffic.readBytes += bytes.length;
      if (sha256(bytes) !== kept.digest) return guarded.distrust(`other bytes than ${kept.digest.slice(0, 12)}…`);
    }
    if (output.as === undefined) return bytes;
    try {
      const whole = await unzstdBytes(bytes, output.size);
      if (sha256(whole) === output.digest) return whole;
    } catch {
      // As bad as other bytes.
    }
    return guarded.distrust(`bytes that do not unpack to ${output.digest.slice(0, 12)}…`);
  }

  #next(): void {
    while (this.#working.size < UPLOADS) {
      const make = this.#waiting.shift();
      if (make === undefined) return;
      const work = make()
        .then((offer) => (offer === undefined ? undefined : this.#write(offer)))
        .catch((error: unknown) => {
          this.#options.warn(`Cannot share a result: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => {
          this.#working.delete(work);
          this.#next();
        });
      this.#working.add(work);
    }
  }

  async #write(offer: OfferedHelp): Promise<void> {
    const remotes = this.#options.remotes.filter(({ writes, remote }) => writes && offer.ms >= remote.leastMs);
    if (remotes.length === 0 || offer.outputs.some(({ size }) => size > this.#options.limit)) return;
    const packed: Packed[] = [];
    for (const { path, digest, size, as } of offer.outputs) {
      const load = async (): Promise<Packed | undefined> => {
        const bytes = await offer.bytes(path);
        // Changed or pruned meanwhile: then there is nothing to tell.
        return bytes === undefined || sha256(bytes) !== digest ? undefined : pack({ path, digest, size }, bytes);
      };
      const one = as === undefined ? await load() : { output: { path, digest, size, as }, load };
      if (one === undefined) return;
      packed.push(one);
    }
    const record: RemoteRecord = {
      schema: 1,
      key: offer.key,
      outputs: packed.map(({ output }) => output),
      about: offer.about,
    };
    for (const guarded of remotes) await this.#writeTo(guarded, record, packed);
  }

  async #writeTo(guarded: GuardedRemote, record: RemoteRecord, packed: readonly Packed[]): Promise<void> {
    const { inlineBytes, maxBytes } = guarded.remote;
    const inline: Uint8Array[] = [];
    const apart = new Map<string, Uint8Array>();
    let room = inlineBytes;
    for (const { output, bytes: ready, load } of packed) {
      const kept = output.as ?? output;
      const known = { space: "blobs", name: kept.digest, size: kept.size } as const;
      if (ready === undefined && (await guarded.has([known])).size > 0) continue;
      const bytes = ready ?? (await load?.())?.bytes;
      if (bytes === undefined || (bytes !== ready && sha256(bytes) !== kept.digest)) return;
      if (bytes.length > maxBytes) return;
      if (bytes.length <= room) {
        inline.push(bytes);
        room -= bytes.length;
      } else apart.set(kept.digest, bytes);
    }
    const keys = [...apart].map(([name, { length }]) => ({ space: "blobs", name, size: length }) as const);
    const there = keys.length === 0 ? new Set() : await guarded.has(keys);
    // Bytes before the entry that names them: who finds the entry finds them.
    for (const key of keys) {
      const bytes = apart.get(key.name)!;
      if (there.has(key)) continue;
      if (!(await guarded.put(key, bytes))) return;
      this.#traffic.writtenBytes += bytes.length;
    }
    const entry = writeEntry(record, inline, this.#options.key!);
    if (!(await guarded.put({ space: "actions", name: record.key }, entry))) return;
    this.#traffic.writtenBytes += entry.length;
    this.#traffic.written += 1;
  }
}

/** Milliseconds that the work behind a record had taken: those of a task, or what a compiler took on the cores that there are. */
function savedBy({ about: { ms, cpuMs } }: RemoteRecord): number {
  return typeof ms === "number" ? ms : typeof cpuMs === "number" ? cpuMs / cpuCount() : 0;
}

/** An output in the form in which it travels; without bytes where they may be there already. */
interface Packed {
  readonly output: RemoteOutput;
  readonly bytes?: Uint8Array;
  readonly load?: () => Promise<Packed | undefined>;
}

/** The form in which bytes travel: compressed where that makes them a tenth smaller. */
async function pack(output: RemoteOutput, bytes: Uint8Array): Promise<Packed> {
  if (bytes.length < COMPRESSED_FROM) return { output, bytes };
  const smaller = await zstdBytes(bytes);
  if (smaller.length > bytes.length * 0.9) return { output, bytes };
  return { output: { ...output, as: { digest: sha256(smaller), size: smaller.length } }, bytes: smaller };
}
