import { SlipwayError } from "../../errors.ts";
import { ensureFolder, exists, readTextIfExists, rename, writeFileAtomic } from "../../platform/file/files.ts";
import { listFolder } from "../../platform/file/walk.ts";
import { basename, dirname, join } from "../../platform/path.ts";
import { capture, type Captured } from "../../platform/process/capture.ts";
import type { RebuildRequest } from "../../prove/reproduce/rebuild-request.ts";

type CloneRequest = Pick<RebuildRequest, "source" | "clone" | "shallow" | "reversed" | "workspace">;

/**
 * Clones a commit into a new folder as somebody else would: nothing comes along that is not committed. Branch and remote are
 * those of the checkout that was built, since templates see them.
 *
 * @throws SlipwayError `git-failed` with git's words
 */
export async function cloneSource(
  request: CloneRequest,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const { source, clone } = request;
  await ensureFolder(dirname(clone));
  const clean = withoutGitPlaces(env);
  const git = async (args: readonly string[], cwd = clone, check = true): Promise<Captured> => {
    const result = await capture(["git", ...args], { cwd, env: clean, signal });
    if (check && result.exitCode !== 0) throw gitFailure(args, result);
    return result;
  };
  const { repository, commit, branch, remote, tag } = source;
  const isLocal = await exists(repository);
  const depth = request.shallow ? ["--depth", "1", ...(tag === "" ? [] : ["--branch", tag])] : [];
  // Only the transport makes a shallow clone of a folder.
  const from = isLocal && request.shallow ? `file://${repository}` : repository;
  await git(
    ["-c", "advice.detachedHead=false", "clone", "--quiet", "--no-checkout", ...depth, from, clone],
    dirname(clone),
  );
  await git(remote === "" ? ["remote", "remove", "origin"] : ["remote", "set-url", "origin", remote]);
  const to = branch === "" || branch === "HEAD" ? ["--detach", commit] : ["--no-track", "-B", branch, commit];
  await git(["-c", "advice.detachedHead=false", "checkout", "--quiet", ...to]);
  if (await exists(join(clone, ".gitmodules"))) await addSubmodules(isLocal ? repository : undefined, git);
  if (request.reversed) await reverseOrder(clone);
  if (request.workspace) await writeWorkspace(join(clone, source.prefix), clone);
}

/** Submodules come out of the checkout's own copies where it has them. */
async function addSubmodules(
  repository: string | undefined,
  git: (args: readonly string[], cwd?: string, check?: boolean) => Promise<Captured>,
): Promise<void> {
  await git(["submodule", "--quiet", "init"]);
  if (repository !== undefined) {
    const common = (await git(["rev-parse", "--path-format=absolute", "--git-common-dir"], repository)).stdout.trim();
    const listed = await git(["config", "--name-only", "--get-regexp", "^submodule\\..*\\.url$"], undefined, false);
    for (const key of listed.stdout.split("\n").filter(Boolean)) {
      const copy = join(common, "modules", key.slice("submodule.".length, -".url".length));
      if (await exists(copy)) await git(["config", key, copy]);
    }
  }
  await git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive"]);
}

/** Makes every file anew behind its later ones: file systems that list by age then list backwards. */
async function reverseOrder(folder: string): Promise<void> {
  const aside = `${folder}.order`;
  const entries = listFolder(folder).filter(({ name }) => name !== ".git");
  for (const { name, type } of entries.toReversed()) {
    if (type === "folder") await reverseOrder(join(folder, name));
    await rename(join(folder, name), aside);
    await rename(aside, join(folder, name));
  }
}

/** A `go.work` in the folder above the clone, as people have it who work on several modules at once. */
async function writeWorkspace(project: string, clone: string): Promise<void> {
  const mod = (await readTextIfExists(join(project, "go.mod"))) ?? "";
  const version = /^go\s+(\S+)/m.exec(mod)?.[1] ?? "1.21";
  const folder = project === clone ? basename(clone) : project.slice(dirname(clone).length + 1);
  await writeFileAtomic(join(dirname(clone), "go.work"), `go ${version}\n\nuse ./${folder.replaceAll("\\", "/")}\n`);
}

/** Variables that bind git to the repository that we were started in. */
function withoutGitPlaces(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|COMMON_DIR|PREFIX|NAMESPACE)$/.test(name),
    ),
  );
}

function gitFailure(args: readonly string[], { stderr, failure }: Captured): SlipwayError {
  const word = args.find((each) => /^[a-z]+(?:-[a-z]+)*$/.test(each)) ?? "";
  return new SlipwayError("git-failed", `Cannot make a clean clone: git ${word} failed`, {
    output: stderr || (failure ?? ""),
    hint: "the commit must be in the repository, and what it refers to (submodules, large files) must be reachable",
  });
}
