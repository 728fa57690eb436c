import type { Compiler } from "../../build/cgo/compiler-for.ts";
import { compilerOf } from "../../build/cgo/compiler-for.ts";
import type { CompilerContext } from "../../build/cgo/compiler-context.ts";
import type { GoBuildParams } from "../../build/go/go-build-params.ts";
import { isGoCommand } from "../../build/go/go-command.ts";
import { goEnvironment } from "../../build/go/go-environment.ts";
import { goList, quiet } from "../../build/go/go-list.ts";
import { exportedBuildIds } from "../../build/go/packs/exported-build-ids.ts";
import { requireModule } from "../../build/gomod-proxy.ts";
import { GoCache } from "../../source/go/go-cache.ts";
import { goOf } from "../../build/go/program-list.ts";
import { ensureFolder, linkFile, writeFileAtomic } from "../../platform/file/files.ts";
import { cpuCount } from "../../platform/host/cpu-count.ts";
import { mapAtMost } from "../../platform/map-at-most.ts";
import { dirname, join, resolve } from "../../platform/path.ts";
import { runProcess } from "../../platform/process/process.ts";
import type { Task } from "../../plan/task.ts";
import { SlipwayError } from "../../errors.ts";
import { gitEnvironment } from "../../source/git/git-environment.ts";
import type { Project } from "../open-project.ts";
import { Once } from "../../graph/run-context.ts";
import { keptResults } from "./kept-results.ts";

/** What a rebuild may take from another build cache of Go's. */
export interface SeedOptions {
  readonly from: string;
  readonly to: string;
  /** Where the builds ran: what is compiled there is asked for, and nothing is compiled again for it; what is not, is compiled there. */
  readonly root: string;
  /** Whether the build that is compared with ran there: what it fetched is in the module cache then. */
  readonly wasBuilt: boolean;
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
  const groups = new Map<string, Task[]>();
  for (const task of tasks.filter(({ kind }) => kind === "go-build")) {
    const params = task.params as GoBuildParams;
    const { tool } = params.settings;
    if (tool !== "go" && !isGoCommand(tool)) continue;
    const key = JSON.stringify([params.settings, params.proxy]);
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  const store = new SharedCache(options);
  const folders = await proxyFolders(tasks, project, options);
  const machine = await compilerContext(project, options);
  // Where the cache is cold, as after a release that was made elsewhere, each of these commands compiles.
  const counts = await mapAtMost(cpuCount(), [...groups.values()], async (group) => {
    const { settings, proxy } = group[0]!.params as GoBuildParams;
    const folder = proxy === null ? join(options.root, settings.dir) : folders.get(proxy);
    return folder === undefined ? 0 : store.take(await dependencyIds(group, { folder, project, machine }, options));
  });
  const forHooks = tasks.some(({ kind }) => kind === "hook") ? await store.take(await hookIds(project, options)) : 0;
  return counts.reduce((sum, count) => sum + count, forHooks);
}

/** Build IDs of compiled dependencies of what hooks may compile: for this machine, with the variables of the rebuild. */
async function hookIds(project: Project, options: SeedOptions): Promise<readonly string[]> {
  const { from, root, signal } = options;
  const stamping = await stampingEnvironment(project, options);
  // To ask is not to change go.mod in somebody's checkout.
  const flags = (stamping["GOFLAGS"] || project.facts.goEnv["GOFLAGS"] || "").replace(/-mod=mod\b/, "-mod=readonly");
  const env = { ...stamping, ...(flags === "" ? {} : { GOFLAGS: flags }), GOCACHE: from };
  return keptResults({ cwd: root, env, condition: isDependency(project), signal });
}

/**
 * Folders that stand for those in which builds from the module proxy ran, which are gone, by what `GoBuildParams.proxy` calls them. Only the
 * question what was compiled is asked in them: the rebuild fetches for itself.
 */
async function proxyFolders(
  tasks: readonly Task[],
  project: Project,
  { to, root, wasBuilt, signal }: SeedOptions,
): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  for (const task of tasks.filter(({ kind }) => kind === "gomod-proxy")) {
    const name = dirname(task.outputs[0]!.path);
    const folder = join(to, name);
    const { facts, env } = project;
    try {
      await requireModule(
        task,
        folder,
        { root, facts, env, process: (argv, more) => runProcess(argv, { ...more, signal }) },
        wasBuilt ? { GOPROXY: "off" } : {},
      );
      folders.set(name, folder);
    } catch (error) {
      // The rebuild meets the same, and tells of it.
      if (!(error instanceof SlipwayError) || signal.aborted) throw error;
    }
  }
  return folders;
}

/** Where a question about some programs is asked. */
interface Asked {
  readonly folder: string;
  readonly project: Project;
  readonly machine: CompilerContext;
}

/** Build IDs of the compiled dependencies of some programs. */
async function dependencyIds(
  group: readonly Task[],
  { folder, project, machine }: Asked,
  options: SeedOptions,
): Promise<readonly string[]> {
  const { from, to, signal } = options;
  const { settings } = group[0]!.params as GoBuildParams;
  const packages = group.map((task) => (task.params as GoBuildParams).package);
  const around = {
    facts: project.facts,
    env: { ...(await stampingEnvironment(project, options)), GOCACHE: from },
    memory: 1 << 30,
  };
  const go = goOf(settings.tool, project);
  const question = { go, cwd: folder, flags: settings.flags, packages };
  let compiler: Compiler | undefined;
  if (settings.cgo.enabled) {
    const env = goEnvironment(settings, around, { temporary: to });
    try {
      compiler = await compilerOf(group[0]!, await goList({ ...question, env, tests: false }, machine), machine);
    } catch (error) {
      // The rebuild meets the same, and tells of it.
      if (!(error instanceof SlipwayError) || signal.aborted) throw error;
      return [];
    }
  }
  return exportedBuildIds({
    ...question,
    env: goEnvironment(settings, around, { temporary: to, compiler }),
    settings,
    format: `{{if ${isDependency(project)}}}{{.BuildID}}{{end}}`,
    signal,
  });
}

/** Where the C compiler is looked for that the build had: Go takes its name into what it compiled with it. */
async function compilerContext(project: Project, { to, root, signal }: SeedOptions): Promise<CompilerContext> {
  const folder = join(to, "compilers");
  await ensureFolder(folder);
  const once = new Once();
  return {
    facts: project.facts,
    env: project.env,
    root,
    scratch: folder,
    keep: folder,
    process: (argv, more) => runProcess(argv, { ...more, signal, onOutput: more.onOutput ?? quiet }),
    once: (key, make) => once.get(key, make),
    emit: () => undefined,
  };
}

/**
 * The condition of a `go list` template that is true for packages that are none of the project's. A module without a version is its own, or one
 * whose folder a replace line or a workspace names; out of the module proxy its own has a version, too.
 */
function isDependency(project: Project): string {
  const own = JSON.stringify(project.facts.module?.path ?? "");
  return `(or .Standard (and .Module (not .Module.Main) (ne .Module.Path ${own}) .Module.Version (or (not .Module.Replace) .Module.Replace.Version)))`;
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

/** Links entries of one build cache of Go's into another. */
class SharedCache {
  readonly #from: GoCache;
  readonly #to: GoCache;

  constructor({ from, to }: SeedOptions) {
    this.#from = new GoCache(from);
    this.#to = new GoCache(to);
  }

  async take(buildIds: readonly string[]): Promise<number> {
    let taken = 0;
    for (const id of buildIds) {
      const entry = this.#from.entryOf(id);
      if (entry === undefined) continue;
      await this.#link(this.#from.actionFile(entry.action), this.#to.actionFile(entry.action));
      await this.#link(this.#from.outputFile(entry.output), this.#to.outputFile(entry.output));
      taken++;
    }
    return taken;
  }

  async #link(from: string, to: string): Promise<void> {
    await ensureFolder(dirname(to));
    await linkFile(from, to);
  }
}
