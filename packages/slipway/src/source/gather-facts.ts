import { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { join, resolve } from "../platform/path.ts";
import { pathType, readTextNow } from "../platform/file/walk.ts";
import { ciFacts } from "./ci.ts";
import type { BuildablePair, Facts, GoToolchain } from "./facts.ts";
import type { TagRules } from "./git/git-facts.ts";
import { gitFacts } from "./git/git-facts.ts";
import { buildablePairs } from "./go/buildable.ts";
import { goEnvFile, parseGoEnvFile } from "./go/go-env-file.ts";
import { compareGoVersions } from "./go/go-version.ts";
import { findMainPackages } from "./go/main-packages.ts";
import type { ModuleResult } from "./go/module-facts.ts";
import { moduleFacts } from "./go/module-facts.ts";
import { modulesBelow } from "./go/modules-below.ts";
import { repositoryName } from "./git/remote-url.ts";
import { cargoName } from "./project-name.ts";
import { selectToolchain } from "./toolchain/select-toolchain.ts";

/** What gathering needs to know besides the folder. */
export interface GatherOptions {
  readonly env: Readonly<Record<string, string>>;
  /** GOOS and GOARCH of this machine; see `goHost`. */
  readonly host: { readonly os: string; readonly arch: string };
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Our cache; excluded names and downloaded toolchains are kept there. */
  readonly cacheFolder: string;
  /** The `git` section with its templates filled in (only `Env` is known to them), and `monorepo.tag_prefix`. */
  readonly tags?: Partial<TagRules>;
  /** Folder of the module, relative to the root (`gomod.dir`, `monorepo.dir`). Default the root itself. */
  readonly moduleDir?: string;
  /** Folders that builds start in, relative to the root: where modules are looked for when the root has none. */
  readonly buildDirs?: readonly string[];
  /** Build tags that any build of the config sets: they decide which files count. */
  readonly buildTags?: readonly string[];
  /** `GOWORK` as the config sets it for builds. The one around us counts for nothing, there and here. */
  readonly gowork?: string;
  /** Folders that we write, relative to the root: they are no dirt. Default `dist`. */
  readonly ours?: readonly string[];
  /** `false` when nothing of Go is needed (only prebuilt programs): no toolchain is looked for or downloaded. */
  readonly needsGo?: boolean;
  readonly signal?: AbortSignal;
  /** Told before something is downloaded. */
  readonly onMessage?: (text: string) => void;
}

/**
 * Reads everything that a plan is made from, once. Git's processes run while the module is read; Go itself is not
 * started. What is missing or broken comes back as `problems`, except what makes every further fact meaningless.
 *
 * @throws {SlipwayError} `cancelled`, and `usage` for a folder that does not exist or a `SOURCE_DATE_EPOCH` that is no number.
 */
export async function gatherFacts(root: string, options: GatherOptions): Promise<Facts> {
  const { env, host } = options;
  if (pathType(root) !== "folder") {
    throw new SlipwayError("usage", `The folder "${root}" does not exist`, {
      hint: "name the project's folder with -C",
    });
  }
  const sourceDateEpoch = readEpoch(env["SOURCE_DATE_EPOCH"]);
  const problems: Finding[] = [];
  const gitResult = gitFacts({
    root,
    env,
    rules: {
      sort: "-version:refname",
      prereleaseSuffix: "",
      ignoreTags: [],
      ignorePrefixes: [],
      prefix: "",
      ...options.tags,
    },
    ours: (options.ours ?? ["dist"]).map((folder) => resolve(root, folder)),
    cacheFolder: options.cacheFolder,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  // Nobody awaits it until the module is read; a failure in between must not count as unhandled.
  gitResult.catch(() => undefined);

  const envFile = goEnvFile(env, host.os);
  const goEnv = envFile === undefined ? {} : parseGoEnvFile(readTextNow(envFile) ?? "");
  const go = options.needsGo === false ? undefined : await goFacts(root, goEnv, options, problems);
  const cargo = cargoName(readTextNow(join(root, "Cargo.toml")) ?? "");
  const git = await gitResult;
  if ("problem" in git) problems.push(git.problem);
  const remote = repositoryName("git" in git ? git.git.url : git.url);
  const ci = ciFacts(env);

  return {
    root,
    ...(go?.module === undefined ? {} : { module: go.module.module }),
    mains: go?.mains ?? [],
    ...(go?.packageFolders === undefined ? {} : { packageFolders: go.packageFolders }),
    ...(go?.toolchain === undefined ? {} : { toolchain: go.toolchain }),
    buildable: go?.buildable ?? [],
    ...("git" in git ? { git: git.git } : {}),
    ...(ci === undefined ? {} : { ci }),
    env,
    goEnv,
    host,
    now: options.now,
    ...(sourceDateEpoch === undefined ? {} : { sourceDateEpoch }),
    names: { ...(cargo === undefined ? {} : { cargo }), ...(remote === undefined ? {} : { remote }) },
    problems,
  };
}

interface GoFacts {
  readonly module?: ModuleResult | undefined;
  readonly toolchain?: GoToolchain | undefined;
  readonly buildable: readonly BuildablePair[];
  readonly mains: Facts["mains"];
  readonly packageFolders?: readonly string[];
}

async function goFacts(
  root: string,
  goEnv: Readonly<Record<string, string>>,
  options: GatherOptions,
  problems: Finding[],
): Promise<GoFacts> {
  const { env, host, cacheFolder } = options;
  const dir = resolve(root, options.moduleDir ?? ".");
  const module = await reported(problems, () => moduleFacts(dir, options.gowork));
  // As for GoReleaser, such a project has no module path; its builds have modules of their own all the same.
  const inner = module === undefined ? await reported(problems, () => buildModules(root, options)) : undefined;
  const searched = module?.searched ?? inner?.flatMap((each) => each.searched) ?? [];
  const newest = module?.module ?? inner?.[0]?.module;
  if (newest === undefined && problems.length === 0) {
    problems.push({
      code: "go-mod-missing",
      severity: "error",
      message: `There is no go.mod in "${dir}" or a folder above`,
      hint: wayToModule(dir),
    });
  }
  const toolchain = await reported(problems, () =>
    selectToolchain({
      env,
      goEnv,
      host,
      cacheFolder,
      ...(newest === undefined ? {} : { module: newest }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onMessage === undefined ? {} : { onMessage: options.onMessage }),
    }),
  );
  if (toolchain === undefined) return { module, buildable: [], mains: [] };
  const buildable = (await reported(problems, () => buildablePairs(toolchain, env))) ?? [];
  if (searched.length === 0) return { toolchain, buildable, mains: [] };
  const { mains, folders, testFolders } = findMainPackages({
    root,
    modules: searched,
    buildable,
    toolchain: toolchain.version,
    tags: options.buildTags ?? [],
  });
  if (mains.length === 0) problems.push(noMain(root, folders, testFolders));
  return { module, toolchain, buildable, mains, packageFolders: folders };
}

/** What to do where there is no module: those below may be what is meant. */
function wayToModule(dir: string): string {
  const below = modulesBelow(dir);
  if (below.length === 0) return "run go mod init, or name the module's folder with gomod.dir";
  const [first = "", ...others] = below.slice(0, 5);
  const also = others.length === 0 ? "" : `, or one of ${others.join(", ")}${below.length > 5 ? " and more" : ""}`;
  return `name the module's folder: -C ${first}${also}`;
}

/** The modules that builds start in, the one that wants the newest Go first. */
function buildModules(root: string, options: GatherOptions): ModuleResult[] {
  const modules = new Map<string, ModuleResult>();
  for (const folder of options.buildDirs ?? []) {
    const found = moduleFacts(resolve(root, folder), options.gowork);
    if (found !== undefined) modules.set(found.module.dir, found);
  }
  return [...modules.values()].sort((a, b) => compareGoVersions(b.module.goVersion, a.module.goVersion));
}

/** Turns an error about the project into a problem; a cancelled run stays an error. */
async function reported<T>(problems: Finding[], read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code === "cancelled" || error.code === "usage") throw error;
    const { where, expected, actual, hint, output } = error.details;
    problems.push({
      code: error.code,
      severity: "error",
      message: output === undefined || output === "" ? error.message : `${error.message}: ${output.trim()}`,
      ...(where === undefined ? {} : { where }),
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
      ...(hint === undefined ? {} : { hint }),
    });
    return undefined;
  }
}

function noMain(root: string, folders: readonly string[], testFolders: readonly string[]): Finding {
  const told = folders.length > 0 ? folders : testFolders;
  const shown = told.slice(0, 10).join(", ") + (told.length > 10 ? ` and ${told.length - 10} more` : "");
  const what = folders.length > 0 ? "Go files of other packages in" : "nothing but tests, in";
  return {
    code: "go-no-main-package",
    severity: "error",
    message: `There is no main package in "${root}"`,
    expected: "a folder with a file of package main that some target compiles",
    actual: told.length === 0 ? "no folder with Go files" : `${what} ${shown}`,
    hint: "add a main package, or name the folder of one with builds.main or builds.dir",
  };
}

/** https://reproducible-builds.org/specs/source-date-epoch/: seconds as ASCII digits. */
function readEpoch(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (/^[0-9]{1,12}$/.test(text)) return Number(text);
  throw new SlipwayError("usage", `Cannot use SOURCE_DATE_EPOCH="${text}"`, {
    expected: "seconds since 1970 in decimal digits",
    actual: text,
    hint: "unset SOURCE_DATE_EPOCH, or set it with: git log -1 --format=%ct",
  });
}
