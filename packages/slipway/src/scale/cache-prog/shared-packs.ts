import { canonicalJson } from "../../canonical-json.ts";
import type { Json } from "../../json.ts";
import { sha256 } from "../../platform/hash.ts";
import type { GoCache, GoCacheEntry } from "../../source/go/go-cache.ts";
import { makePack, packIndex, readPackIndex, unpack } from "../../source/go/go-cache-pack.ts";
import { Lanes } from "../remote/lanes.ts";
import type { Found, RemoteCache } from "../remote/remote-cache.ts";
import type { SharedObjects } from "./serve-prog.ts";

/** What a session of a go command shares with others. */
export interface SharedPacksOptions {
  readonly cache: GoCache;
  /** `packsKey()`. */
  readonly key: string;
  /** Called when something is missing here, once. */
  readonly open: () => Promise<RemoteCache | undefined>;
  readonly warn: (text: string) => void;
  /** Milliseconds that grow. */
  readonly now?: () => number;
}

/** Bytes of a pack, unpacked: what is in memory at once. */
const PACK_BYTES = 32_000_000;
/** Packs under one key; what the next session adds then starts a new list. */
const MOST_PACKS = 24;
/** Packs fetched side by side. */
const FETCHES = 2;
/** Compiling that took fewer milliseconds is not worth an upload. */
const LEAST_MS = 1000;

/**
 * Which packs a build may find something in: those of the same module, Go, target and `GOFLAGS`. It decides nothing: what a
 * build asks for is found by its own key or not at all.
 */
export function packsKey(env: Readonly<Record<string, string | undefined>>, module: string): string {
  const settings = Object.fromEntries(SETTINGS.map((name) => [name, env[name] ?? ""]));
  return sha256(canonicalJson({ "go build objects": 1, settings, module }));
}

/** Set by cmd/go for the programs that it starts, whoever set them before. */
const SETTINGS = [
  "GOVERSION",
  "GOOS",
  "GOARCH",
  "GO386",
  "GOAMD64",
  "GOARM",
  "GOARM64",
  "GOMIPS",
  "GOMIPS64",
  "GOPPC64",
  "GORISCV64",
  "GOWASM",
  "GOEXPERIMENT",
  "GOFLAGS",
  "CGO_ENABLED",
];

/** One object of a remote: many entries of a build cache. */
interface Pack {
  readonly path: string;
  readonly entries: readonly GoCacheEntry[];
  /** Set when it is asked for. */
  loading: Promise<void> | undefined;
}

/**
 * Go asks for one result after the other, so a remote with any latency would be slower than compiling. Here the first miss
 * fetches the list of what others have, a few large objects bring all of it, and what a build made beyond that is added
 * to the list as another object.
 */
export class SharedPacks implements SharedObjects {
  readonly #options: SharedPacksOptions;
  readonly #now: () => number;
  readonly #lanes = new Lanes(FETCHES);
  readonly #used = new Map<string, GoCacheEntry>();
  readonly #byAction = new Map<string, Pack>();
  /** Packs that were used, and what making them had taken. */
  readonly helped: { readonly bytes: number; readonly ms: number }[] = [];
  #remotes: Promise<RemoteCache | undefined> | undefined;
  #finding: Promise<void> | undefined;
  #found: Found | undefined;
  #packs: readonly Pack[] = [];
  #firstMiss: number | undefined;
  #lastMade = 0;
  #told = false;

  constructor(options: SharedPacksOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  async fetch(action: string): Promise<void> {
    this.#finding ??= this.#find();
    await this.#finding;
    const pack = this.#byAction.get(action);
    if (pack !== undefined) {
      const loading = this.#load(pack);
      // Who needs one of them soon needs the others.
      for (const other of this.#packs) void this.#load(other);
      await loading;
    }
    if (this.#options.cache.entry(action) === undefined) this.#firstMiss ??= this.#now();
  }

  used({ action, output, size }: GoCacheEntry, how: "found" | "made"): void {
    this.#used.set(action, { action, output, size });
    if (how === "made") this.#lastMade = this.#now();
  }

  async finish({ share }: { readonly share: boolean }): Promise<void> {
    const remotes = await this.#remotes?.catch(() => undefined);
    if (remotes === undefined) return;
    // What is on its way serves the next build.
    await Promise.all(this.#packs.flatMap(({ loading }) => loading ?? []));
    const took = this.#firstMiss === undefined ? 0 : Math.max(0, this.#lastMade - this.#firstMiss);
    if (share && remotes.writes && took >= LEAST_MS) this.#offer(remotes, took);
    await remotes.finish(new AbortController().signal, took);
  }

  async #find(): Promise<void> {
    try {
      this.#remotes = this.#options.open();
      this.#found = await (await this.#remotes)?.find(this.#options.key);
      const packs = this.#found?.record.about["packs"] ?? [];
      if (!Array.isArray(packs)) throw new Error("its list is misshapen");
      this.#packs = packs.map((index: Json, at) => {
        return { path: packPath(at), entries: readPackIndex(index), loading: undefined };
      });
      for (const pack of this.#packs) for (const { action } of pack.entries) this.#byAction.set(action, pack);
    } catch (error) {
      this.#packs = [];
      this.#found = undefined;
      this.#warnOnce("use", error);
    }
  }

  #load(pack: Pack): Promise<void> {
    pack.loading ??= this.#lanes.run(async () => {
      try {
        const { cache } = this.#options;
        const missing = new Set(pack.entries.filter(({ action }) => cache.entry(action) === undefined));
        if (missing.size === 0) return;
        const bytes = await this.#found!.bytes(pack.path);
        if (bytes === undefined) return;
        await unpack(cache, pack.entries, missing, bytes);
        const { ms } = this.#found!.record.about;
        this.helped.push({ bytes: bytes.length, ms: typeof ms === "number" ? ms / this.#packs.length : 0 });
      } catch (error) {
        this.#warnOnce("use", error);
      }
    });
    return pack.loading;
  }

  #offer(remotes: RemoteCache, took: number): void {
    const { cache, key } = this.#options;
    const known = this.#found?.record.outputs ?? [];
    const added = divide([...this.#used.values()].filter(({ action }) => !this.#byAction.has(action)));
    const grows = this.#packs.length + added.length <= MOST_PACKS;
    const lists = grows ? [...this.#packs.map(({ entries }) => entries), ...added] : divide([...this.#used.values()]);
    if (added.length === 0 || lists.length > MOST_PACKS) return;
    const before = this.#found?.record.about["ms"];
    remotes.offer(async () => {
      const outputs = [];
      for (const [at, entries] of lists.entries()) {
        const kept = grows ? known.find(({ path }) => path === packPath(at)) : undefined;
        const pack = kept === undefined ? await makePack(cache, entries) : undefined;
        if (kept === undefined && pack === undefined) return undefined;
        outputs.push(kept ?? { path: packPath(at), digest: sha256(pack!), size: pack!.length });
      }
      return {
        key,
        about: { packs: lists.map(packIndex), ms: took + (grows && typeof before === "number" ? before : 0) },
        ms: took,
        outputs,
        bytes: (path) => makePack(cache, lists[Number(path.slice(PACK.length))]!),
      };
    });
  }

  #warnOnce(what: string, error: unknown): void {
    if (!this.#told)
      this.#options.warn(`Cannot ${what} what others compiled (${(error as Error).message}); Go compiles`);
    this.#told = true;
  }
}

const PACK = "pack-";

function packPath(index: number): string {
  return `${PACK}${index}`;
}

/** Entries in the order in which they were used, in lists of a size that memory has room for. */
function divide(entries: readonly GoCacheEntry[]): GoCacheEntry[][] {
  const lists: GoCacheEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    if (lists.length === 0 || entry.size > room) {
      lists.push([]);
      room = PACK_BYTES;
    }
    lists.at(-1)!.push(entry);
    room -= entry.size;
  }
  return lists;
}
