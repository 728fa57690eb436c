import { SlipwayError, type ErrorCode, EXIT_CODE_OF } from "../../errors.ts";
import { ensureFolder, linkFile, readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { ownCommand } from "../../platform/process/own-command.ts";
import type { ProcessOptions, ProcessResult } from "../../platform/process/process.ts";
import { currentUmask } from "../../platform/process/umask.ts";
import type { HostAbilities } from "./host-abilities.ts";
import type { RebuildRequest, RebuildResult, RebuildSource } from "./rebuild-request.ts";
import { openSharedClock } from "./shared-clock.ts";
import { vary, type Surroundings } from "./vary.ts";
import type { VariationName } from "./variation.ts";

/** What all rebuilds of one source share. */
export interface RebuildBase {
  readonly source: RebuildSource;
  /** The checkout that was built, when it is at hand. */
  readonly original: string;
  readonly env: Readonly<Record<string, string>>;
  readonly kept: Readonly<Record<string, string>>;
  readonly abilities: HostAbilities;
  /** Milliseconds: what the build's templates saw as now. */
  readonly now: number;
  /** The build cache whose results of dependencies are shared; empty to share nothing. */
  readonly sharedGoCache: string;
  /** Our own cache, for its toolchains. */
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  run(argv: readonly string[], options: ProcessOptions): Promise<ProcessResult>;
}

/** One rebuild that is done; its files stay until `folder` is removed. */
export interface Rebuilt {
  readonly result: RebuildResult;
  readonly surroundings: Surroundings;
  readonly folder: string;
}

/**
 * Builds the source again in a process of its own, in surroundings that differ in what is named, below a folder that is new.
 *
 * @throws SlipwayError what the rebuild failed with
 */
export async function runRebuild(
  base: RebuildBase,
  options: { readonly names: readonly VariationName[]; readonly folder: string; readonly outputs: readonly string[] },
): Promise<Rebuilt> {
  const { folder } = options;
  const surroundings = vary({
    names: options.names,
    abilities: base.abilities,
    env: base.env,
    kept: base.kept,
    folder,
    umask: currentUmask(),
    now: base.now,
  });
  await removeTree(folder);
  for (const each of surroundings.folders) await ensureFolder(each);
  const cache = join(folder, "cache");
  await ensureFolder(cache);
  await linkFile(join(base.cacheFolder, "toolchains"), join(cache, "toolchains"));
  const gitConfig = join(folder, "gitconfig");
  await writeFileAtomic(gitConfig, gitConfigText(base.env));
  const { umask, now, parallelism, shallow, reversed, workspace, clone, goCache } = surroundings;
  const request: RebuildRequest = {
    source: base.source,
    outputs: options.outputs,
    clone,
    result: join(folder, "result.json"),
    goCache,
    sharedGoCache: base.sharedGoCache,
    gitConfig,
    original: base.original,
    now,
    umask,
    parallelism,
    shallow,
    reversed,
    workspace,
  };
  const file = join(folder, "request.json");
  await writeFileAtomic(file, JSON.stringify(request));
  const { through, env } = surroundings;
  const common = { cwd: folder, signal: base.signal, check: false, onOutput: () => undefined };
  const clock = env["FAKETIME"] === undefined ? undefined : await openSharedClock(through, { ...common, env }, base);
  const shared = clock === undefined ? {} : { FAKETIME_SHARED: clock.names };
  const running = base.run([...through, ...ownCommand(), "reproduce", "--rebuild", file], {
    ...common,
    env: { ...env, ...shared, SLIPWAY_CACHE: cache, GOCACHE: goCache },
  });
  const done = await running.finally(() => clock?.remove());
  const text = await readTextIfExists(request.result);
  if (text === undefined) {
    throw new SlipwayError("reproduce-failed", "A rebuild ended without a result", {
      output: done.stderr.slice(-4096),
      actual: `exit code ${done.exitCode}`,
    });
  }
  const result = JSON.parse(text) as RebuildResult;
  if (result.error !== undefined) throw rebuildFailure(result.error, options.names);
  return { result, surroundings, folder };
}

/**
 * Another home has none of the user's settings, and another user number makes the checkout somebody else's: fetching from it must work all the
 * same, since it is none of what is proven.
 */
function gitConfigText(env: Readonly<Record<string, string>>): string {
  const home = env["HOME"] ?? "";
  const own = env["GIT_CONFIG_GLOBAL"] ?? (home === "" ? "" : `${home}/.gitconfig`);
  const include = own === "" || own === "/dev/null" ? "" : `[include]\n\tpath = ${JSON.stringify(own)}\n`;
  return `[safe]\n\tdirectory = *\n${include}`;
}

function rebuildFailure(error: NonNullable<RebuildResult["error"]>, names: readonly VariationName[]): SlipwayError {
  const where = names.length === 0 ? "a clean clone" : `a clean clone with another ${names.join(", ")}`;
  const code: ErrorCode = error.code in EXIT_CODE_OF ? (error.code as ErrorCode) : "reproduce-failed";
  return new SlipwayError("reproduce-failed", `What was built here cannot be built from ${where}: ${error.message}`, {
    actual: code,
    ...(error.output === "" ? {} : { output: error.output }),
    hint: error.hint || "the build needs something that is not committed, or that only this machine has",
  });
}
