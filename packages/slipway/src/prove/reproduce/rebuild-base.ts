import { SlipwayError } from "../../errors.ts";
import { cacheFolder } from "../../platform/host/cache-folder.ts";
import { join, relative, toSlash } from "../../platform/path.ts";
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
  };
}

/** Everything that the rebuilds of a source share, on this machine. `facts` are those of the checkout that was built. */
export async function rebuildBase(
  facts: Facts,
  source: RebuildSource,
  running: Pick<RebuildBase, "signal" | "run">,
): Promise<RebuildBase> {
  const places = await goPlaces(facts);
  const home = facts.env["HOME"] ?? "";
  return {
    source,
    original: facts.git?.top ?? "",
    env: facts.env,
    kept: {
      ...places,
      // The first build with zig compiles a C library, which is none of ours to prove.
      ...(home === "" || facts.env["ZIG_GLOBAL_CACHE_DIR"]
        ? {}
        : { ZIG_GLOBAL_CACHE_DIR: join(home, ".cache", "zig") }),
    },
    abilities: await findAbilities(facts.env),
    now: facts.now,
    sharedGoCache: places["GOCACHE"] ?? "",
    cacheFolder: cacheFolder({ env: facts.env }),
    ...running,
  };
}

/** Where Go keeps what is no part of a build, so that another home does not move it. */
async function goPlaces({ toolchain, env, root }: Facts): Promise<Readonly<Record<string, string>>> {
  if (toolchain === undefined) return {};
  const asked = await capture([toolchain.go, "env", "-json", "GOCACHE", "GOMODCACHE", "GOPATH", "GOENV", "GOPROXY"], {
    cwd: root,
    env: { ...env, GOTOOLCHAIN: "local" },
  });
  if (asked.exitCode !== 0) return {};
  return JSON.parse(asked.stdout) as Record<string, string>;
}
