import { SlipwayError } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import type { Captured } from "../../platform/process/capture.ts";
import { capture } from "../../platform/process/capture.ts";
import { resolve } from "../../platform/path.ts";
import type { GitFacts } from "../facts.ts";
import { askExcludesFile, gitEnvironment } from "./git-environment.ts";
import { withoutCredentials } from "./remote-url.ts";
import { semverBefore, sortTags } from "./semver-tags.ts";
import type { TagFilter } from "./tag-filter.ts";
import { describeArguments, tagCounts } from "./tag-filter.ts";

/** How tags are chosen: the `git` and `monorepo` sections with templates filled in. */
export interface TagRules extends TagFilter {
  /** `git.tag_sort`: a sort key of `git tag`, `semver` or `smartsemver`. */
  readonly sort: string;
  /** `git.prerelease_suffix` */
  readonly prereleaseSuffix: string;
}

/** What reading the checkout needs. */
export interface GitFactsOptions {
  /** Absolute folder of the project. */
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly rules: TagRules;
  /** Absolute folders that we write and that therefore are no dirt. */
  readonly ours: readonly string[];
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
}

/** The state of the checkout, or why there is none to speak of. `url` is the remote, which needs no commit. */
export type GitResult = { readonly git: GitFacts } | { readonly problem: Finding; readonly url: string };

/** Fields of one tag, each ended by NUL. */
const TAG_FORMAT = "%(refname:strip=2)%00%(contents:subject)%00%(contents)%00%(contents:body)%00";

/**
 * Reads the state of the checkout with few git processes, all of a round at the same time: most of what they cost is
 * their start.
 *
 * The rules are GoReleaser 2.16's (`internal/pipe/git`): the tag is `SLIPWAY_CURRENT_TAG` or `GORELEASER_CURRENT_TAG`,
 * else the first of those at HEAD, else the nearest below; the previous tag is `..._PREVIOUS_TAG`, else the nearest one
 * below the tag's first parent.
 *
 * One thing differs: a checkout without a remote has an empty address instead of being refused (or, in a snapshot,
 * being treated as no checkout at all).
 */
export async function gitFacts(options: GitFactsOptions): Promise<GitResult> {
  const { rules } = options;
  const env = quietEnvironment(options.env);
  const run = (args: readonly string[], at: Readonly<Record<string, string>> = env): Promise<Captured> =>
    capture(["git", ...args], {
      cwd: options.root,
      env: at,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  const bySemver = rules.sort === "semver" || rules.sort === "smartsemver";
  const sort = bySemver ? "-version:refname" : rules.sort;
  const refs = (args: readonly string[], format: string, pattern = "refs/tags"): Promise<Captured> =>
    run([
      ...(rules.prereleaseSuffix === "" ? [] : ["-c", `versionsort.suffix=${rules.prereleaseSuffix}`]),
      "for-each-ref",
      `--sort=${sort}`,
      `--format=${format}`,
      ...args,
      pattern,
    ]);
  const describe = describeArguments(rules);

  const [where, excludesFile, log, atHead, summary, nearestBelow, remote] = await Promise.all([
    run([
      "rev-parse",
      "--is-inside-work-tree",
      "--show-toplevel",
      "--absolute-git-dir",
      "--git-common-dir",
      "--is-shallow-repository",
      "HEAD",
      "--abbrev-ref",
      "HEAD",
    ]),
    askExcludesFile(env, options.root, options.signal),
    run(["-c", "log.showSignature=false", "log", "-1", "--format=%H%n%h%n%ct%n%at", "HEAD"]),
    refs(["--points-at=HEAD"], TAG_FORMAT),
    run(["describe", "--always", "--tags", ...(rules.prefix === "" ? [] : describe), "HEAD"]),
    run(["describe", "--tags", "--abbrev=0", ...describe, "HEAD^"]),
    run(["ls-remote", "--get-url"]),
  ]);
  throwIfCancelled(options.signal);

  const [inside, top = "", gitDir = "", commonDir = "", shallow, , branch = "HEAD"] = where.stdout.split("\n");
  const broken = brokenCheckout(where, inside, options.root);
  const url = withoutCredentials(firstLine(remote));
  if (broken !== undefined) return { problem: broken, url: "" };
  const [commit = "", shortCommit = "", commitTime, authorTime] = log.stdout.split("\n");
  if (log.exitCode !== 0) {
    return {
      problem: problem(
        "git-no-commit",
        `The repository "${top}" has no commit yet`,
        "commit your files, or try with --snapshot",
      ),
      url,
    };
  }

  const status = gitEnvironment(env, {
    top,
    ours: options.ours,
    cacheFolder: options.cacheFolder,
    excludesFile,
  }).then((clean) => run(["status", "--porcelain"], clean));

  const tagsAtHead = readTags(atHead.stdout);
  const tag = await chooseTag();
  const tagAtHead = tagsAtHead.some(({ name }) => name === tag);
  const previous = choosePrevious();
  const [found, previousTag, dirty, firstCommit] = await Promise.all([
    tagAtHead || tag === "" ? tagsAtHead : refs([], TAG_FORMAT, `refs/tags/${tag}`).then((all) => readTags(all.stdout)),
    previous,
    status,
    previous.then(async (name) => (name === "" ? firstLine(await run(["rev-list", "--max-parents=0", "HEAD"])) : "")),
  ]);
  throwIfCancelled(options.signal);
  if (dirty.exitCode !== 0) return { problem: failed("git status", dirty), url };
  const chosen = found.find(({ name }) => name === tag);
  const changes = dirty.stdout.split("\n").filter((line) => line !== "");

  return {
    git: {
      top,
      branch,
      commit,
      shortCommit,
      commitTime: Number(commitTime),
      authorTime: Number(authorTime),
      url,
      summary: `${firstLine(summary)}${changes.some((line) => !line.startsWith("??")) ? "-dirty" : ""}`,
      tag,
      previousTag,
      tagPrefix: rules.prefix,
      tagAtHead,
      tagSubject: chosen?.subject ?? "",
      tagContents: chosen?.contents ?? "",
      tagBody: chosen?.body ?? "",
      dirty: changes,
      shallow: shallow === "true",
      worktree: resolve(options.root, commonDir) !== resolve(options.root, gitDir),
      firstCommit,
    },
  };

  async function chooseTag(): Promise<string> {
    const asked = fromEnvironment("CURRENT_TAG");
    if (asked !== undefined) return asked;
    const here = ordered(tagsAtHead.map(({ name }) => name));
    if (here[0] !== undefined) return here[0];
    if (bySemver) return ordered(await names(["--merged=HEAD"]))[0] ?? "";
    // Unless some tags do not count, the summary already names the nearest one: `v1.0.0-3-gabcdef0`.
    if (describe.length === 0) return /^(.+)-[0-9]+-g[0-9a-f]+$/.exec(firstLine(summary))?.[1] ?? "";
    return firstLine(await run(["describe", "--tags", "--abbrev=0", ...describe, "HEAD"]));
  }

  async function choosePrevious(): Promise<string> {
    const asked = fromEnvironment("PREVIOUS_TAG");
    if (asked !== undefined) return asked;
    if (tag === "") return "";
    const parent = tagAtHead ? "HEAD^" : `refs/tags/${tag}^`;
    if (bySemver)
      return semverBefore(
        ordered(await names([`--merged=${parent}`])),
        tag,
        rules.prefix,
        rules.sort === "smartsemver",
      );
    const below = tagAtHead ? nearestBelow : await run(["describe", "--tags", "--abbrev=0", ...describe, parent]);
    const found = firstLine(below);
    if (found === "") return "";
    // Several tags may share that commit: the sort key decides, as for the current one.
    return ordered(await names([`--points-at=refs/tags/${found}^{commit}`]))[0] ?? "";
  }

  function fromEnvironment(name: "CURRENT_TAG" | "PREVIOUS_TAG"): string | undefined {
    const asked = options.env[`SLIPWAY_${name}`] || options.env[`GORELEASER_${name}`];
    if (!asked) return undefined;
    const whole = asked.startsWith(rules.prefix) ? asked : `${rules.prefix}${asked}`;
    return tagCounts(whole, rules) ? whole : undefined;
  }

  async function names(args: readonly string[]): Promise<string[]> {
    const { stdout } = await refs(args, "%(refname:strip=2)");
    return stdout.split("\n").filter((line) => line !== "");
  }

  function ordered(tags: readonly string[]): string[] {
    const counting = tags.filter((name) => tagCounts(name, rules));
    return bySemver ? sortTags(counting, rules.prefix) : counting;
  }
}

interface TagText {
  readonly name: string;
  readonly subject: string;
  readonly contents: string;
  readonly body: string;
}

function readTags(output: string): TagText[] {
  const fields = output.split("\0");
  const tags: TagText[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [name = "", subject = "", contents = "", body = ""] = fields.slice(at, at + 4).map((text) => text.trim());
    tags.push({ name, subject, contents, body });
  }
  return tags;
}

function brokenCheckout(where: Captured, inside: string | undefined, root: string): Finding | undefined {
  if (where.failure === "ENOENT") {
    return problem("git-missing", "There is no git on the PATH", "install git, or try with --snapshot");
  }
  if (/not a git repository/.test(where.stderr) || (where.exitCode === 0 && inside !== "true")) {
    return problem(
      "git-no-repository",
      `"${root}" is not in a git repository`,
      "run git init and commit, or try with --snapshot",
    );
  }
  return inside === "true" ? undefined : failed("git rev-parse", where);
}

function failed(what: string, result: Captured): Finding {
  const words = result.stderr.trim() || result.failure || `exit code ${result.exitCode}`;
  return problem("git-failed", `${what} failed: ${words}`, "run git status in the project and mend what it says");
}

/** A process that was cut off looks like one that failed. */
function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new SlipwayError("cancelled", "Reading the git checkout was cancelled", { cause: signal.reason });
}

function problem(code: string, message: string, hint: string): Finding {
  return { code, severity: "error", message, hint };
}

function firstLine(result: Captured): string {
  return result.exitCode === 0 ? (result.stdout.split("\n")[0] ?? "") : "";
}

/** Messages that can be read, no writes to the index beside a user's own git, no prompts. */
function quietEnvironment(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...env, LC_ALL: "C", LANGUAGE: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
}
