import { exists, readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { passingFolder } from "../../platform/file/temp-folder.ts";
import { sha256 } from "../../platform/hash.ts";
import { basename, dirname, isAbsolute, join, relative, toSlash } from "../../platform/path.ts";
import { realPath } from "../../platform/file/walk.ts";
import { capture } from "../../platform/process/capture.ts";

/** What git must not take for a change of the user's. */
export interface GitEnvironmentOptions {
  /** Absolute path of the work tree's top, symbolic links resolved. */
  readonly top: string;
  /** Absolute folders that we write (dist, kept outputs), there or not yet. Those outside `top` do not matter. */
  readonly ours: readonly string[];
  /** Our cache: the file of patterns is kept there, or for this run only where it cannot be written. It is one of our own folders too. */
  readonly cacheFolder: string;
  /** What `git config core.excludesFile` says, when it was already asked; see `askExcludesFile`. */
  readonly excludesFile?: string | undefined;
  readonly signal?: AbortSignal;
}

/**
 * The environment in which git (ours, and the one that `go build` asks for VCS stamps) does not see our own folders as
 * untracked files: `core.excludesFile`, told through `GIT_CONFIG_COUNT` and its siblings, names a file in our cache that
 * holds the user's own patterns followed by ours. Nothing in the checkout or the user's configuration is touched, and a
 * tracked file below such a folder still counts.
 *
 * Returns `env` itself when none of our folders lies in the work tree.
 */
export async function gitEnvironment(
  env: Readonly<Record<string, string>>,
  options: GitEnvironmentOptions,
): Promise<Readonly<Record<string, string>>> {
  // The cache may have been put into the checkout, as CI systems like it.
  const ours = [...options.ours, options.cacheFolder].map(realFolder);
  const patterns = ours.flatMap((folder) => {
    const path = relative(options.top, folder);
    const inside = path !== "" && path !== ".." && !path.startsWith(`..${path[2] ?? "/"}`) && !isAbsolute(path);
    return inside ? [`/${escapePattern(toSlash(path))}`] : [];
  });
  if (patterns.length === 0) return env;

  const own = options.excludesFile ?? (await askExcludesFile(env, options.top, options.signal));
  const theirs = own === "" ? "" : ((await readTextIfExists(own)) ?? "");
  const text = `${theirs}${theirs === "" || theirs.endsWith("\n") ? "" : "\n"}${patterns.join("\n")}\n`;
  const file = await keep(text, options.cacheFolder).catch(() => keep(text, passingFolder()));

  const count = /^[0-9]+$/.test(env["GIT_CONFIG_COUNT"] ?? "") ? Number(env["GIT_CONFIG_COUNT"]) : 0;
  return {
    ...env,
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: "core.excludesFile",
    [`GIT_CONFIG_VALUE_${count}`]: file,
  };
}

/** A file with this text in one of our folders. */
async function keep(text: string, folder: string): Promise<string> {
  const file = join(folder, "git-excludes", sha256(text).slice(0, 32));
  if (!(await exists(file))) await writeFileAtomic(file, text);
  return file;
}

/** The user's own file of ignored names: `core.excludesFile`, else git's default place; empty when there is no home. */
export async function askExcludesFile(
  env: Readonly<Record<string, string>>,
  cwd: string,
  signal?: AbortSignal,
): Promise<string> {
  const asked = await capture(["git", "config", "--get", "--type=path", "core.excludesFile"], {
    cwd,
    env,
    ...(signal === undefined ? {} : { signal }),
  });
  const file = asked.stdout.replace(/\n$/, "");
  if (asked.exitCode === 0 && file !== "") return isAbsolute(file) ? file : join(cwd, file);
  const base = env["XDG_CONFIG_HOME"] || (env["HOME"] ? join(env["HOME"], ".config") : "");
  return base === "" ? "" : join(base, "git", "ignore");
}

/** The folder with symbolic links resolved, also when only a folder above it exists yet. */
function realFolder(folder: string): string {
  const real = realPath(folder);
  if (real !== undefined) return real;
  const parent = dirname(folder);
  return parent === folder ? folder : join(realFolder(parent), basename(folder));
}

/** A path as a gitignore pattern that matches nothing else (gitignore(5)). */
function escapePattern(path: string): string {
  return path.replace(/[*?[\]\\]/g, "\\$&").replace(/ $/, "\\ ");
}
