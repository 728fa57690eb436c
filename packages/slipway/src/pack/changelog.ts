import type { Changelog } from "../config/sections/changelog.ts";
import { renderTemplate, type RenderOptions } from "../config/template/render-template.ts";
import { GoRegexp } from "../config/template/regexp/go-regexp.ts";
import { RegexpFault } from "../config/template/regexp/node.ts";
import { environmentValue } from "../config/template/value/environment-value.ts";
import { goTime } from "../config/template/value/time.ts";
import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Kind, PlanContext, RunContext } from "../plan/kind.ts";
import type { NotesFiles } from "../plan/plan.ts";
import { readTextIfExists } from "../platform/file/files.ts";
import { writeFilePieces } from "../platform/file/file-stream.ts";
import { join, isAbsolute, sep } from "../platform/path.ts";
import { readBytesNow } from "../platform/file/walk.ts";
import { LOG_FORMAT, parseGitLog, type Commit } from "./changelog/commit.ts";
import { commitFields, formatChangelog, type ChangelogFormat } from "./changelog/format-changelog.ts";
import { joinNotes } from "./changelog/release-notes.ts";

/** Where the notes are for tasks that publish them, whoever wrote them. */
export const NOTES_PATH = "CHANGELOG.md";
/** Bytes of `git log` to read: some 100,000 commits. */
const LOG_LIMIT = 256 << 20;

interface ChangelogParams extends JsonObject {
  readonly section: JsonObject & ChangelogFormat;
  readonly title: string;
  readonly lineEnd: "\n" | "   \n";
  /** What git is asked for: a range, or nothing for all that HEAD has. */
  readonly range: string;
  readonly paths: readonly string[];
  readonly notes: JsonObject & NotesFiles;
  readonly fields: JsonObject;
}

/**
 * The release notes: the commits since the previous tag as `changelog` wants them, with the header and footer that the command
 * line names, in `dist/CHANGELOG.md`. A file given as `--release-notes` takes their place and is, as with GoReleaser, not
 * copied to dist. A snapshot has none.
 */
export const changelogKind: Kind = {
  name: "changelog",
  version: 1,
  plan: planChangelog,
  async run(task, context) {
    const output = task.outputs[0]!;
    const bytes = new TextEncoder().encode(await makeNotes(task.params as ChangelogParams, context));
    await writeFilePieces(context.output(output.path), [bytes], { mode: output.mode });
    // Tags can be moved, and templates read the environment, the clock and files: nothing tells when the notes would be others.
    return { again: true };
  },
};

function planChangelog(context: PlanContext): void {
  const { options, config } = context;
  const { changelog } = config;
  if (options.snapshot || options.upTo === "build" || options.skip.includes("changelog")) return;
  if (context.render(changelog.disable, ["changelog", "disable"]).trim().toLowerCase() === "true") return;
  const { git } = context.facts;
  const given = options.notes?.file !== undefined || options.notes?.template !== undefined;
  if (!given && git === undefined) {
    throw new SlipwayError("git-no-repository", "Cannot make the changelog: there is no git repository", {
      hint: 'give the notes with --release-notes, set "changelog.disable: true", or run in a git checkout',
    });
  }
  checkExpressions(context, changelog);
  // A template that no commit can be written with is refused before anything runs.
  context.render(changelog.format, ["changelog", "format"], commitFields(SAMPLE, changelog.abbrev));
  const previous = git?.previousTag ?? "";
  if (changelog.use !== "git" && previous !== "" && !given) sayGitIsUsed(context, changelog.use);
  const { format, sort, abbrev, filters, groups, divider } = changelog;
  const params = {
    section: { format, sort, abbrev, filters, groups, divider },
    title: context.render(changelog.title, ["changelog", "title"]),
    lineEnd: lineEndOf(context),
    range: previous === "" ? "" : `${previous}..${options.nightly ? "HEAD" : (git?.tag ?? "")}`,
    paths: changelog.paths,
    notes: { ...options.notes },
    fields: context.head.fields,
  } as unknown as ChangelogParams;
  context.add({
    id: "changelog:notes",
    kind: "changelog",
    stage: "pack",
    title: "write the changelog",
    needs: [],
    inputs: [],
    params,
    outputs: [{ path: NOTES_PATH, mode: 0o644, ...(given ? {} : { unlisted: true }) }],
    resources: { cpu: 0, memory: 0, cost: 1 },
  });
}

const SAMPLE: Commit = {
  sha: "0123456789012345678901234567890123456789",
  subject: "Subject",
  authors: [{ name: "Name", email: "name@example.com", username: "" }],
};

/** Compiles every expression of the section, so that a wrong one is an error with its place. */
function checkExpressions(context: PlanContext, { filters, groups }: Changelog): void {
  const check = (source: string, at: readonly (string | number)[]): void => {
    try {
      void new GoRegexp(source);
    } catch (error) {
      if (!(error instanceof RegexpFault)) throw error;
      const where = context.positionOf(at);
      throw new SlipwayError("config-invalid", `Cannot use ${at.join(".")}: ${error.message}`, {
        ...(where && { where }),
        actual: source,
        hint: "expressions have the syntax of Go's regexp package (RE2)",
      });
    }
  };
  for (const [index, source] of filters.include.entries()) check(source, ["changelog", "filters", "include", index]);
  for (const [index, source] of filters.exclude.entries()) check(source, ["changelog", "filters", "exclude", index]);
  for (const [index, group] of groups.entries()) {
    check(group.regexp, ["changelog", "groups", index, "regexp"]);
    for (const [inner, { regexp }] of group.groups.entries()) {
      check(regexp, ["changelog", "groups", index, "groups", inner, "regexp"]);
    }
  }
}

function sayGitIsUsed(context: PlanContext, use: string): void {
  const where = context.positionOf(["changelog", "use"]);
  context.finding({
    code: "changelog-from-git",
    severity: "warning",
    message: `The changelog is made from git, though changelog.use says "${use}"`,
    ...(where && { where }),
    expected: "git",
    actual: use,
    hint: "entries have no user names; with --release-notes another program can write the notes",
  });
}

/** GitLab and Gitea join lines of a paragraph; the forge is the one whose token the run has. */
function lineEndOf({ config, facts }: PlanContext): "\n" | "   \n" {
  const has = (name: string): boolean => (facts.env[name] ?? "") !== "";
  const forge =
    config.force_token ||
    (has("GITHUB_TOKEN") ? "github" : has("GITLAB_TOKEN") ? "gitlab" : has("GITEA_TOKEN") ? "gitea" : "github");
  return forge === "github" ? "\n" : "   \n";
}

async function makeNotes(params: ChangelogParams, context: RunContext): Promise<string> {
  const options = renderOptions(params, context);
  const read = (template: string | undefined, file: string | undefined): Promise<string | undefined> =>
    readNotes({ template, file }, options, context);
  const { notes } = params;
  if (notes.file !== undefined || notes.template !== undefined) return (await read(notes.template, notes.file)) ?? "";
  const footer = await read(notes.footerTemplate, notes.footerFile);
  const header = await read(notes.headerTemplate, notes.headerFile);
  const changelog = formatChangelog(await readCommits(params, context), params.section, {
    title: params.title,
    lineEnd: params.lineEnd,
    render: (template, fields) => renderTemplate(template, { ...options, fields: { ...options.fields, ...fields } }),
  });
  return joinNotes({ header, changelog, footer });
}

async function readCommits(params: ChangelogParams, context: RunContext): Promise<Commit[]> {
  const settings = ["-c", "log.showSignature=false", "-c", "i18n.logOutputEncoding=UTF-8"];
  const range = params.range === "" ? [] : [params.range];
  const log = [
    "log",
    "--no-decorate",
    "--no-color",
    "-z",
    `--pretty=format:${LOG_FORMAT}`,
    ...range,
    "--",
    ...params.paths,
  ];
  const { stdout } = await context.process(["git", ...settings, ...log], {
    cwd: context.root,
    env: context.env,
    keep: LOG_LIMIT,
    onOutput: () => {},
  });
  return parseGitLog(stdout);
}

/** A template named by a flag goes before a plain file. */
async function readNotes(
  from: { readonly template: string | undefined; readonly file: string | undefined },
  options: RenderOptions,
  context: RunContext,
): Promise<string | undefined> {
  const name = from.template ?? from.file;
  if (name === undefined) return undefined;
  const text = await readTextIfExists(isAbsolute(name) ? name : join(context.root, name));
  if (text === undefined) {
    throw new SlipwayError("file-not-found", `Cannot read the release notes: there is no file "${name}"`, {
      expected: "a file named relative to the project's folder, or absolute",
    });
  }
  const rendered = from.template === undefined ? text : renderTemplate(text, { ...options, where: { file: name } });
  if (rendered.trim() === "") context.emit({ type: "message", level: "warning", text: `${name} is empty` });
  return rendered;
}

/** The plan's fields, with what a plan does not hold: the environment and the clock. */
function renderOptions(params: ChangelogParams, context: RunContext): RenderOptions {
  const { facts, env, root } = context;
  const now = facts.sourceDateEpoch === undefined ? facts.now : facts.sourceDateEpoch * 1000;
  const seconds = Math.floor(now / 1000);
  return {
    fields: {
      ...params.fields,
      Env: environmentValue(env),
      Date: new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
      Timestamp: BigInt(seconds),
      Now: goTime(now),
    },
    host: {
      now: facts.now,
      folder: root,
      home: env["HOME"] ?? env["USERPROFILE"],
      separator: sep === "\\" ? "\\" : "/",
      readFile: readBytesNow,
    },
  };
}
