import { cacheProblems } from "../../config/cache-problems.ts";
import { cacheOf } from "../../config/defaults/cache.ts";
import { findConfig } from "../../config/load/find-config.ts";
import { loadConfig, refuseProblems } from "../../config/load/load-config.ts";
import { environmentValue } from "../../config/template/value/environment-value.ts";
import { readTextIfExists, exists } from "../../platform/file/files.ts";
import { dirname, join, resolve } from "../../platform/path.ts";
import type { RemoteCache } from "../../scale/remote/remote-cache.ts";
import { ciFacts } from "../../source/ci.ts";
import { projectEnvironment, type EnvironmentInput } from "../project-environment.ts";
import { projectRemotes } from "../project-remotes.ts";
import { templateHost } from "../template-host.ts";

/** Where the project file is, and what it is read with. */
export interface GoCacheRemotesOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Where the go command was started. */
  readonly dir: string;
  /** The project file; without it the nearest one at or above `dir` counts. */
  readonly file?: string;
  readonly warn: (text: string) => void;
}

const NO_FILES = { github_token: "", gitlab_token: "", gitea_token: "" };

/**
 * The remote caches that the project file at or above a folder names. Of the project nothing else is read: neither git nor Go is
 * asked. A file that is wrong is a warning: Go compiles.
 */
export async function goCacheRemotes(options: GoCacheRemotesOptions): Promise<RemoteCache | undefined> {
  const { env, dir, file, warn } = options;
  try {
    const root = file === undefined ? await folderWithConfig(dir) : dir;
    if (root === undefined) return undefined;
    const readText = (path: string): Promise<string | undefined> => readTextIfExists(resolve(root, path));
    const loaded = await loadConfig({ readText, ...(file === undefined ? {} : { file }) });
    refuseProblems(loaded);
    const { raw, positionOf } = loaded;
    const cache = cacheOf(raw.cache);
    if (cache.remotes.length === 0) return undefined;
    refuseProblems({ problems: cacheProblems(cache, positionOf) });
    const host = templateHost(root, env, Date.now());
    const ci = ciFacts(env);
    const project = {
      root,
      host,
      env: environmentWith(raw.env ?? [], { env, root, host, positionOf }),
      config: { cache },
      facts: ci === undefined ? {} : { ci },
      loaded,
    };
    return await projectRemotes(project, { signal: new AbortController().signal, warn });
  } catch (error) {
    warn(`The remote caches are not used: ${(error as Error).message} ("slipway check" says more)`);
    return undefined;
  }
}

/** The environment with the file's `env` lines over it, but those that ask for more than the environment: versions and the like are not known here. */
function environmentWith(
  lines: readonly string[],
  input: Pick<EnvironmentInput, "env" | "root" | "host" | "positionOf">,
): Readonly<Record<string, string>> {
  const fields = (env: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> => {
    return { Env: environmentValue(env) };
  };
  return lines.reduce((env, line) => {
    try {
      return projectEnvironment({ ...input, env, fields, config: { env: [line], env_files: NO_FILES } });
    } catch {
      return env;
    }
  }, input.env);
}

/** The nearest folder with a project file, not above the repository. */
async function folderWithConfig(dir: string): Promise<string | undefined> {
  for (let at = dir; ; at = dirname(at)) {
    if ((await findConfig((path) => readTextIfExists(join(at, path)))) !== undefined) return at;
    if (dirname(at) === at || (await exists(join(at, ".git")))) return undefined;
  }
}
