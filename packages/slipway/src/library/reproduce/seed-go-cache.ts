import type { GoBuildParams } from "../../build/go/go-build-params.ts";
import { isGoCommand, stampFlags } from "../../build/go/go-command.ts";
import { goEnvironment } from "../../build/go/go-environment.ts";
import { selectingFlags } from "../../source/go/selecting-flags.ts";
import { goOf } from "../../build/go/program-list.ts";
import { ensureFolder, linkFile, readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { listFolder } from "../../platform/file/walk.ts";
import { join, resolve } from "../../platform/path.ts";
import { capture } from "../../platform/process/capture.ts";
import type { Task } from "../../plan/task.ts";
import { gitEnvironment } from "../../source/git/git-environment.ts";
import type { Project } from "../open-project.ts";

/** What a rebuild may take from another build cache of Go's. */
export interface SeedOptions {
  readonly from: string;
  readonly to: string;
  /** Where the builds ran: what is compiled there is asked for, and nothing is compiled again for it. */
  readonly root: string;
  /** The top of that checkout. */
  readonly top: string;
  /** See `RebuildRequest.gitConfig`. */
  readonly gitConfig: string;
  readonly signal: AbortSignal;
}

/**
 * Lets a new build cache share the compile results of dependencies with another one, and nothing else: the standard library and
 * the modules whose content `go.sum` fixes. The project's own packages are compiled again. Returns how many were shared.
 *
 * Where something is not as expected nothing is shared, and Go compiles it: that costs time and proves more.
 */
export async function seedGoCache(tasks: readonly Task[], project: Project, options: SeedOptions): Promise<number> {
  await ensureFolder(options.to);
  // Go would drop what it takes for old.
  await writeFileAtomic(join(options.to, "trim.txt"), `${Math.floor(Date.now() / 1000)}`);
  const groups = new Map<string, GoBuildParams[]>();
  for (const task of tasks.filter(({ kind }) => kind === "go-build")) {
    const params = task.params as GoBuildParams;
    const { tool } = params.settings;
    if (params.proxy !== null || (tool !== "go" && !isGoCommand(tool))) continue;
    const key = JSON.stringify(params.settings);
    groups.set(key, [...(groups.get(key) ?? []), params]);
  }
  const store = new SharedCache(options);
  const counts = await Promise.all(
    [...groups.values()].map(async (group) => store.take(await dependencyIds(group, project, options))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Build IDs of the compiled dependencies of some programs. */
async function dependencyIds(
  group: readonly GoBuildParams[],
  project: Project,
  options: SeedOptions,
): Promise<readonly string[]> {
  const { from, to, root, signal } = options;
  const { settings } = group[0]!;
  const env = goEnvironment(
    settings,
    {
      facts: project.facts,
      env: { ...(await stampingEnvironment(project, options)), GOCACHE: from },
      memory: 1 << 30,
    },
    { temporary: to },
  );
  // A module without a version is the project's own, or one whose folder a replace line or a workspace names.
  const format =
    "{{if or .Standard (and .Module (not .Module.Main) .Module.Version (or (not .Module.Replace) .Module.Replace.Version))}}{{.BuildID}}{{end}}";
  const listed = await capture(
    [
      goOf(settings.tool, project),
      "list",
      "-deps",
      "-export",
      "-e",
      "-f",
      format,
      ...codeFlags(settings.flags),
      ...(settings.buildmode === "" ? [] : [`-buildmode=${settings.buildmode}`]),
      // The state of the repository is part of how main packages are compiled.
      ...stampFlags(settings),
      "--",
      ...new Set(group.map((params) => params.package)),
    ],
    { cwd: join(root, settings.dir), env, signal },
  );
  return listed.exitCode === 0 ? listed.stdout.split("\n").filter(Boolean) : [];
}

/** The environment in which git does not see what was made in the checkout, as it did not when that was built. */
async function stampingEnvironment(
  project: Project,
  { root, top, gitConfig, signal }: SeedOptions,
): Promise<Readonly<Record<string, string>>> {
  const ours = [resolve(root, project.config.dist)];
  return gitEnvironment(
    { ...project.env, GIT_CONFIG_GLOBAL: gitConfig },
    { top, ours, cacheFolder: project.cacheFolder, signal },
  );
}

const CODE_SWITCH = /^--?(?:trimpath|race|msan|asan|cover|modcacherw)(?:=|$)/;
const CODE_VALUE = /^--?(?:gcflags|asmflags|toolexec|covermode|coverpkg)(?:=|$)/;

/** The flags of a build that decide which files packages have and how they are compiled. */
function codeFlags(flags: readonly string[]): string[] {
  const kept = selectingFlags(flags);
  for (let index = 0; index < flags.length; index++) {
    const flag = flags[index]!;
    if (CODE_SWITCH.test(flag) && !kept.includes(flag)) kept.push(flag);
    else if (CODE_VALUE.test(flag) && !kept.includes(flag)) {
      kept.push(flag);
      const value = flags[index + 1];
      if (!flag.includes("=") && value !== undefined) kept.push(value);
    }
  }
  return kept;
}

/** Links entries of one build cache into another (`cmd/go/internal/cache`): `XX/ACTION-a` names the content `YY/OUTPUT-d`. */
class SharedCache {
  readonly #options: SeedOptions;
  readonly #folders = new Map<string, readonly string[]>();

  constructor(options: SeedOptions) {
    this.#options = options;
  }

  async take(buildIds: readonly string[]): Promise<number> {
    let taken = 0;
    for (const id of buildIds) if (await this.#takeOne(id)) taken++;
    return taken;
  }

  async #takeOne(buildId: string): Promise<boolean> {
    const { from } = this.#options;
    // The first part is the base64 of the first 15 bytes of the action's hash (`cmd/internal/buildid`).
    const action = Buffer.from(buildId.slice(0, buildId.indexOf("/")), "base64url").toString("hex");
    if (action.length < 24) return false;
    const folder = action.slice(0, 2);
    let names = this.#folders.get(folder);
    if (names === undefined) {
      names = listFolder(join(from, folder)).map(({ name }) => name);
      this.#folders.set(folder, names);
    }
    const name = names.find((each) => each.startsWith(action) && each.endsWith("-a"));
    if (name === undefined) return false;
    const output = /^v1 [0-9a-f]{64} ([0-9a-f]{64}) /.exec(
      (await readTextIfExists(join(from, folder, name))) ?? "",
    )?.[1];
    if (output === undefined) return false;
    await this.#link(folder, name);
    await this.#link(output.slice(0, 2), `${output}-d`);
    return true;
  }

  async #link(folder: string, name: string): Promise<void> {
    const { from, to } = this.#options;
    await ensureFolder(join(to, folder));
    await linkFile(join(from, folder, name), join(to, folder, name));
  }
}
