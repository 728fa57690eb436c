import { canonicalJson } from "../../../canonical-json.ts";
import type { OfferedHelp, RunContext, SharedHelp } from "../../../plan/kind.ts";
import { exists } from "../../../platform/file/files.ts";
import { sha256, sha256OfFile } from "../../../platform/hash.ts";
import { join } from "../../../platform/path.ts";
import { GoCache, goCacheFolder } from "../../../source/go/go-cache.ts";
import { makePack, packedSize, packIndex, readPackIndex, unpack } from "../../../source/go/go-cache-pack.ts";
import type { GoBuildParams } from "../go-build-params.ts";
import { isGoCommand } from "../go-command.ts";
import { moduleFolder } from "../prepare-folder.ts";
import { exportedBuildIds } from "./exported-build-ids.ts";

/** One `go build`: what runs, where and for what. */
export interface PackedBuild {
  readonly go: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly programs: readonly GoBuildParams[];
}

/** Where less than this part of a pack's bytes is missing it is not fetched. */
const WORTH = 0.05;
/** CPU milliseconds of a build with a pack above which the pack is too old, beside a quarter of what it took without. */
const STALE = 5000;

/**
 * The compile results of everything that the programs of one `go build` are made of, as one object that machines share: a
 * machine with an empty build cache has them in a second instead of compiling for half a minute.
 *
 * A pack is found by what decides most of it (Go's version, target, flags, `go.mod` and `go.sum`) and decides nothing: Go
 * itself looks up each package by the hash of all that went into it, and compiles what is not there.
 */
export class CompilePack {
  readonly #build: PackedBuild;
  readonly #help: SharedHelp;
  readonly #context: RunContext;
  readonly #cache: GoCache;
  #key: string | undefined;
  /** CPU milliseconds of the build that the pack came from. */
  #found: number | undefined;

  private constructor(build: PackedBuild, help: SharedHelp, context: RunContext, cache: GoCache) {
    this.#build = build;
    this.#help = help;
    this.#context = context;
    this.#cache = cache;
  }

  /** The pack of a build, where machines share anything and Go keeps its results in a folder. */
  static of(build: PackedBuild, context: RunContext): CompilePack | undefined {
    const [first] = build.programs;
    const { help } = context;
    if (help === undefined || first === undefined || build.env["GOCACHEPROG"]) return undefined;
    const { tool, command } = first.settings;
    // Folders of their own that are gone after the build cannot be listed.
    if (command !== "build" || first.proxy !== null || build.flags.some((flag) => /^--?modfile\b/.test(flag)))
      return undefined;
    if (tool !== "go" && !isGoCommand(tool)) return undefined;
    const folder = goCacheFolder(build.env, context.facts.host.os);
    return folder === undefined ? undefined : new CompilePack(build, help, context, new GoCache(folder));
  }

  /** Fills Go's build cache with what it does not have. Never throws: whatever fails, Go compiles. */
  async restore(): Promise<void> {
    try {
      this.#key = await this.#keyOfBuild();
      const pack = await this.#help.find(this.#key);
      if (pack === undefined) return;
      const { index, cpuMs } = pack.record.about;
      this.#found = typeof cpuMs === "number" ? cpuMs : 0;
      const entries = readPackIndex(index);
      const missing = new Set(entries.filter(({ action }) => this.#cache.entry(action) === undefined));
      if (packedSize(missing) <= WORTH * packedSize(entries)) return;
      // A pack in memory is large: one after the other.
      const lane = await this.#context.once("compile packs", () => Promise.resolve({ turn: Promise.resolve() }));
      const work = lane.turn.then(async () => {
        const bytes = await pack.bytes("pack");
        if (bytes === undefined) return;
        await unpack(this.#cache, entries, missing, bytes);
        this.#help.helped(bytes.length, this.#found ?? 0);
      });
      lane.turn = work.catch(() => undefined);
      await work;
    } catch (error) {
      this.#warn("use", error);
    }
  }

  /** Shares what the build used and made, unless a pack that is good enough is there. */
  share(cpuMs: number | undefined, ms: number): void {
    if (!this.#help.writes || this.#key === undefined) return;
    const took = cpuMs ?? ms;
    if (this.#found !== undefined && took < STALE + this.#found / 4) return;
    this.#help.offer(() =>
      this.#offer(took).catch((error: unknown): undefined => {
        this.#warn("make", error);
      }),
    );
  }

  async #offer(cpuMs: number): Promise<OfferedHelp | undefined> {
    const { go, folder, env, flags, programs } = this.#build;
    const ids = await exportedBuildIds({
      go,
      cwd: folder,
      env,
      flags,
      settings: programs[0]!.settings,
      packages: programs.map((program) => program.package),
      format: "{{.BuildID}}",
      signal: this.#context.signal,
    });
    const entries = ids.flatMap((id) => this.#cache.entryOf(id) ?? []);
    // What nobody takes is not read into memory.
    if (entries.length === 0 || packedSize(entries) > this.#help.limit) return undefined;
    const pack = await makePack(this.#cache, entries);
    if (pack === undefined) return undefined;
    return {
      key: this.#key!,
      about: { index: packIndex(entries), cpuMs },
      // Whoever made it from a warm cache does not know what it saves; it is seconds.
      ms: Math.max(cpuMs, STALE),
      outputs: [{ path: "pack", digest: sha256(pack), size: pack.length }],
      bytes: () => Promise.resolve(pack),
    };
  }

  async #keyOfBuild(): Promise<string> {
    const { programs, folder, flags } = this.#build;
    const { vcs: _, dir: _dir, ...settings } = programs[0]!.settings;
    const modules: Record<string, string> = {};
    const module = await moduleFolder(folder);
    const work = this.#context.facts.module?.workspace;
    const files = module === undefined ? [] : ["go.mod", "go.sum", join("vendor", "modules.txt")];
    for (const name of files) modules[name] = await digest(join(module!, name));
    if (work !== undefined) for (const name of [work, `${work}.sum`]) modules[name.slice(-4)] = await digest(name);
    const packages = [...new Set(programs.map((program) => program.package))].sort();
    return sha256(canonicalJson({ "compile pack": 1, settings, flags, packages, modules }));
  }

  #warn(what: string, error: unknown): void {
    const text = `Cannot ${what} a compile pack (${error instanceof Error ? error.message : String(error)}); Go compiles`;
    this.#context.emit({ type: "message", level: "warning", text });
  }
}

async function digest(file: string): Promise<string> {
  return (await exists(file)) ? sha256OfFile(file) : "";
}
