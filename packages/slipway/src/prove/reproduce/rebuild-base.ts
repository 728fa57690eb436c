import { SlipwayError } from "../../errors.ts";
import { cacheFolder } from "../../platform/host/cache-folder.ts";
import { join, relative, resolve, toSlash } from "../../platform/path.ts";
import { capture } from "../../platform/process/capture.ts";
import type { PlanOptions } from "../../plan/plan.ts";
import type { Facts } from "../../source/facts.ts";
import { findAbilities } from "./host-abilities.ts";
import type { RebuildSource } from "./rebuild-request.ts";
import type { RebuildBase } from "./run-rebuild.ts";

/** What of a plan's options decides what is built. */
export type RebuiltOptions = Pick<PlanOptions, "snapshot" | "nightly" | "skip" | "ids" | "singleTarget" | "file">;

/**
 * What a project's rebuilds are made from: its commit, and what was asked of the release.
 *
 * @throws SlipwayError `git-no-repository`, `git-dirty` for what no clone can have, `usage` for a project file out of standard input
 */
export function rebuildSource(facts: Facts, options: RebuiltOptions): RebuildSource {
  const { git } = facts;
  if (git === undefined) {
    throw new SlipwayError(
      "git-no-repository",
      "Cannot rebuild from a clean clone: the project is in no git repository",
      {
        hint: "git init && git add . && git commit",
      },
    );
  }
  if (git.dirty.length > 0) {
    throw new SlipwayError(
      "git-dirty",
      "Cannot rebuild from a clean clone: the checkout has changes that no clone has",
      {
        actual: git.dirty.slice(0, 10).join("\n"),
        hint: "commit them, or put them aside with git stash --include-untracked",
      },
    );
  }
  if (options.file === "-") {
    throw new SlipwayError("usage", "Cannot rebuild with a project file out of standard input", {
      hint: "write it into a file and name that with -f",
    });
  }
  return {
    repository: git.top,
    commit: git.commit,
    branch: git.branch,
    remote: git.url,
    tag: git.tagAtHead ? git.tag : "",
    prefix: toSlash(relative(git.top, facts.root)),
    file: options.file ?? "",
    snapshot: options.snapshot,
    nightly: options.nightly,
    skip: options.skip,
    ids: options.ids,
    singleTarget: options.singleTarget !== undefined,
    project: "",
  };
}

/** The machine that rebuilds, and the checkout that was built where there is one. */
export interface RebuildHost {
  readonly env: Readonly<Record<string, string>>;
  /** The `go` command that tells where Go's caches are. */
  readonly go: string;
  /** The top of the checkout that was built; empty for none. */
  readonly original: string;
  /** Milliseconds: what the build's templates saw as now. */
  readonly now: number;
}

/** What of the facts of a checkout its rebuilds need. */
export function hostOf({ env, toolchain, git, now }: Facts): RebuildHost {
  return { env, go: toolchain?.go ?? "go", original: git?.top ?? "", now };
}

/** Everything that the rebuilds of a source share, on this machine. */
export async function rebuildBase(
  host: RebuildHost,
  source: RebuildSource,
  running: Pick<RebuildBase, "signal" | "run">,
): Promise<RebuildBase> {
  const { env, original, now } = host;
  const places = await goPlaces(host);
  const home = env["HOME"] ?? "";
  return {
    source,
    original,
    env,
    kept: {
      ...places,
      // The first build with zig compiles a C library, which is none of ours to prove.
      ...(home === "" || env["ZIG_GLOBAL_CACHE_DIR"] ? {} : { ZIG_GLOBAL_CACHE_DIR: join(home, ".cache", "zig") }),
      // Where Python has what its user installed for himself, a zig among it.
      ...(home === "" || env["PYTHONUSERBASE"] ? {} : { PYTHONUSERBASE: join(home, ".local") }),
    },
    abilities: await findAbilities(env),
    now,
    sharedGoCache: places["GOCACHE"] ?? "",
    cacheFolder: cacheFolder({ env }),
    ...running,
  };
}

/** Where Go keeps what is no part of a build, so that another home does not move it. */
async function goPlaces({ env, go }: RebuildHost): Promise<Readonly<Record<string, string>>> {
  const asked = await capture([go, "env", "-json", "GOCACHE", "GOMODCACHE", "GOPATH", "GOENV", "GOPROXY"], {
    cwd: resolve("/"),
    env: { ...env, GOTOOLCHAIN: "local" },
  });
  if (asked.exitCode !== 0) return {};
  return JSON.parse(asked.stdout) as Record<string, string>;
}
