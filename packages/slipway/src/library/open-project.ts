import type { Config } from "../config/config.ts";
import { crossProblems } from "../config/cross-problems.ts";
import { applyDefaults } from "../config/defaults/apply-defaults.ts";
import { loadConfig, refuseProblems, type LoadedConfig } from "../config/load/load-config.ts";
import type { Raw } from "../config/schema/project-file.ts";
import { renderTemplate } from "../config/template/render-template.ts";
import type { TemplateHost } from "../config/template/template-host.ts";
import { environmentValue } from "../config/template/value/environment-value.ts";
import type { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { cacheFolder } from "../platform/host/cache-folder.ts";
import { readTextIfExists } from "../platform/file/files.ts";
import { resolve } from "../platform/path.ts";
import type { Facts } from "../source/facts.ts";
import type { TagRules } from "../source/git/git-facts.ts";
import type { PlanOptions } from "../plan/plan.ts";
import { projectName } from "../source/project-name.ts";
import { environmentOf } from "./project-fields.ts";
import { definedOnly, projectRoot, readFacts, type FactsOptions } from "./read-facts.ts";
import { templateHost } from "./template-host.ts";

/** How a project is opened. */
export interface OpenOptions extends FactsOptions {
  /** The project's folder. */
  readonly dir: string;
  /** The project file; `-` is `stdin`. Without it the usual names are looked for. */
  readonly file?: string;
  readonly stdin?: string;
  /** What is asked for, where templates that are rendered before a plan is made want to know it. */
  readonly asked?: Partial<Pick<PlanOptions, "snapshot" | "nightly">>;
  /** The project's name where the file says none: what a record of its release calls it, whatever a clone is called. */
  readonly projectName?: string;
  /** Sections of the project file that do nothing yet are errors. */
  readonly strict?: boolean;
  /** Files and folders of ours beside dist, relative to the project's folder or absolute: none of them makes a checkout dirty. */
  readonly ours?: readonly string[];
  /** Only what is built matters, not what is done with it: mistakes in other sections are notices. */
  readonly sourceOnly?: boolean;
}

/** A project whose file is valid and whose facts are known. */
export interface Project {
  readonly root: string;
  readonly config: Config;
  readonly loaded: LoadedConfig;
  readonly facts: Facts;
  /** The process's environment with the config's over it. */
  readonly env: Readonly<Record<string, string>>;
  readonly host: TemplateHost;
  readonly cacheFolder: string;
  /** Absolute paths of what we write here. */
  readonly ours: readonly string[];
  /** What is worth telling: deprecated keys, sections without effect. */
  readonly notices: readonly Finding[];
  readonly signal?: AbortSignal;
}

/**
 * Reads a project's file and facts. Nothing is written but memos in the cache.
 *
 * @throws SlipwayError `config-*` and `template-*` when the file is wrong, all problems of it in one error.
 */
export async function openProject(options: OpenOptions): Promise<Project> {
  const root = projectRoot(options.dir);
  const env = definedOnly(options.env);
  const now = options.now ?? Date.now();
  const host = templateHost(root, env, now);

  const { stdin } = options;
  const load = (sections?: ReadonlySet<string>): Promise<LoadedConfig> =>
    loadConfig({
      readText: (path) => readTextIfExists(resolve(root, path)),
      strict: options.strict ?? false,
      ...(options.file === undefined ? {} : { file: options.file }),
      ...(stdin === undefined ? {} : { stdin: () => Promise.resolve(stdin) }),
      ...(sections === undefined ? {} : { sections }),
    });
  let loaded = await load();
  if (options.sourceOnly === true && options.strict !== true && loaded.problems.length > 0) {
    const part = await load(SOURCE_SECTIONS);
    if (part.problems.length === 0)
      loaded = { ...part, notices: [...part.notices, ...loaded.problems.map(passedOver)] };
  }
  refuseProblems(loaded);
  const raw = options.sourceOnly === true ? withoutLinking(loaded.raw) : loaded.raw;

  const ours = [raw.dist || "dist", ...(options.ours ?? [])];
  const facts = await readFacts(
    root,
    { ...options, now },
    {
      tags: tagRules(loaded, { ...askedFields(options.asked ?? {}), Env: environmentValue(env) }, host),
      buildTags: (raw.builds ?? []).flatMap((build) => build.tags ?? []),
      gowork: goworkOf(raw, env, host),
      ours,
      needsGo: needsGo(raw.builds),
      buildDirs: (raw.builds ?? []).flatMap((build) => (build.dir ? [build.dir] : [])),
      ...(raw.gomod?.dir || raw.monorepo?.dir ? { moduleDir: raw.gomod?.dir || raw.monorepo?.dir || "." } : {}),
    },
  );
  const config = applyDefaults(raw, {
    projectName: (names) =>
      projectName(
        {
          projectName: names.project_name || (options.projectName ?? ""),
          repositories: names.repositories,
          releaseDisabled: /^true$/i.test(raw.release?.disable ?? ""),
          hasFile: loaded.file !== undefined,
        },
        facts,
      ),
    mains: facts.mains,
    env,
    hasFile: loaded.file !== undefined,
  });
  refuseProblems({ problems: crossProblems(config, loaded.positionOf) });

  const { snapshot = false, nightly = false } = options.asked ?? {};
  return {
    root,
    config,
    loaded,
    facts,
    env: environmentOf({ root, config, loaded, facts, host }, { options: { snapshot, nightly } }),
    host,
    cacheFolder: cacheFolder({ env }),
    ours: ours.map((path) => resolve(root, path)),
    // No file at all is an ordinary way to use Slipway: only "check" speaks of it.
    notices: loaded.notices.filter((notice) => notice.code !== "config-none"),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

/** The sections that say what is built from which source. */
const SOURCE_SECTIONS: ReadonlySet<string> = new Set(
  "version project_name includes env variables git monorepo gomod dist build builds prove".split(" "),
);

/** A file whose builds say nothing but what chooses source: templates of flags may ask for variables that only a release has. */
function withoutLinking(raw: Raw): Raw {
  if (raw.builds === undefined) return raw;
  return { ...raw, builds: raw.builds.map(({ ldflags: _l, gcflags: _g, asmflags: _a, hooks: _h, ...build }) => build) };
}

function passedOver({ code, message, details: { where, hint } }: SlipwayError): Finding {
  return { code, severity: "warning", message, ...(where ? { where } : {}), ...(hint === undefined ? {} : { hint }) };
}

/** What the config sets `GOWORK` to, for all builds or for the first one that does. */
function goworkOf(raw: Raw, env: Readonly<Record<string, string>>, host: TemplateHost): string {
  const lines = [...(raw.env ?? []), ...(raw.builds ?? []).flatMap((build) => build.env ?? [])];
  const line = lines.find((each) => each.startsWith("GOWORK="));
  if (line === undefined) return "";
  return renderTemplate(line.slice("GOWORK=".length), { fields: { Env: environmentValue(env) }, host });
}

/** Whether some build of the project starts the Go command. */
export function needsGo(builds: readonly { readonly builder?: string | undefined }[] | undefined): boolean {
  return !builds?.length || builds.some((build) => (build.builder || "go") === "go");
}

/** What templates may ask before any fact is known. */
function askedFields({
  snapshot = false,
  nightly = false,
}: NonNullable<OpenOptions["asked"]>): Record<string, boolean> {
  return { IsSnapshot: snapshot, IsNightly: nightly, IsRelease: !snapshot && !nightly };
}

/** The `git` section decides which tags count; its templates see what is asked and the environment, since no tag is known yet. */
function tagRules(
  loaded: LoadedConfig,
  fields: Readonly<Record<string, unknown>>,
  host: TemplateHost,
): Partial<TagRules> {
  const { git, monorepo } = loaded.raw;
  const render = (key: "ignore_tags" | "ignore_tag_prefixes"): string[] =>
    (git?.[key] ?? [])
      .map((text, index) => renderTemplate(text, { fields, host, where: loaded.positionOf(["git", key, index]) }))
      .filter((text) => text !== "");
  return {
    ...(git?.tag_sort ? { sort: git.tag_sort } : {}),
    prereleaseSuffix: git?.prerelease_suffix ?? "",
    ignoreTags: render("ignore_tags"),
    ignorePrefixes: render("ignore_tag_prefixes"),
    prefix: monorepo?.tag_prefix ?? "",
  };
}
