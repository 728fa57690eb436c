import { SlipwayError } from "../errors.ts";
import type { ErrorCode } from "../errors.ts";
import { EXIT_CODE_OF } from "../errors.ts";
import type { Finding } from "../findings.ts";
import type { Facts, GitFacts } from "./facts.ts";
import { parseSemver } from "./semver.ts";

/** How strict to be. */
export interface Strictness {
  /** `--snapshot` and `--nightly` builds need no tag and no clean checkout. */
  readonly snapshot: boolean;
  /** `--skip=validate`: as in GoReleaser, neither the checkout's state nor the tag's form is looked at. */
  readonly skipValidate: boolean;
  /** Whether a Go module and toolchain are needed: some build is a Go build. */
  readonly needsGo: boolean;
  /** Whether a main package must have been found: no build of the config names its own. */
  readonly needsMain: boolean;
  /** The release was begun on other machines: what is done about its commit is done there. */
  readonly merging?: boolean;
}

/** What to do next where shards are merged: their flags and their commit are chosen already. */
const WHERE_MERGED: Readonly<Record<string, string>> = {
  "git-dirty": "merge in a clean checkout of the shards' commit, or make the shards with --snapshot",
  "git-no-tag": "fetch the tag with git fetch --tags, or make the shards with --snapshot",
  "git-tag-not-at-head": "check out the shards' commit and its tag, or make the shards with --snapshot",
};

const GIT = new Set(["git-missing", "git-failed", "git-no-repository", "git-no-commit"]);

/**
 * Refuses facts that a release cannot be made from; returns what is only worth a notice.
 *
 * GoReleaser's rules (`internal/pipe/{git,semver}`): a release wants a checkout, a tag that is semver, nothing
 * uncommitted, and the tag at HEAD. A snapshot goes on without any of these.
 *
 * @throws {SlipwayError} with all failures when there are several: the first carries the others.
 */
export function refuseUnfitFacts(facts: Facts, strictness: Strictness): readonly Finding[] {
  const errors: SlipwayError[] = [];
  const notices: Finding[] = [];
  for (const problem of facts.problems) {
    const isGit = GIT.has(problem.code);
    if (isGit && strictness.snapshot) notices.push(asNotice(problem));
    else if (isGit || strictness.needsGo) {
      if (problem.code !== "go-no-main-package" || strictness.needsMain) errors.push(asError(problem));
    }
  }
  const { git } = facts;
  if (git !== undefined) {
    if (git.shallow) notices.push(shallow());
    for (const error of tagErrors(git, strictness)) {
      if (error.code === "git-tag-not-semver" && (strictness.snapshot || strictness.skipValidate))
        notices.push(asFinding(error));
      else errors.push(error);
    }
    if (!strictness.snapshot && !strictness.skipValidate) errors.push(...stateErrors(git));
  }
  const [first, ...others] = strictness.merging === true ? errors.map(whereMerged) : errors;
  if (first === undefined) return notices;
  throw others.length === 0 ? first : new SlipwayError(first.code, first.message, { ...first.details, others });
}

function whereMerged(error: SlipwayError): SlipwayError {
  const hint = WHERE_MERGED[error.code];
  return hint === undefined ? error : new SlipwayError(error.code, error.message, { ...error.details, hint });
}

/** What a release would be refused for, as warnings to a snapshot. That its commit has no tag is what a snapshot is for. */
export function stateWarnings(git: GitFacts | undefined): readonly Finding[] {
  return git === undefined
    ? []
    : dirtyErrors(git).map(({ code, message, details: { expected, output } }) => ({
        code,
        severity: "warning",
        message,
        ...(expected === undefined ? {} : { expected }),
        ...(output === undefined ? {} : { actual: output }),
        hint: "this is a snapshot, so it goes on; a release would be refused",
      }));
}

function tagErrors(git: GitFacts, strictness: Strictness): SlipwayError[] {
  const { tag } = git;
  if (tag === "") {
    if (strictness.snapshot) return [];
    return [
      new SlipwayError("git-no-tag", "The repository has no tag to release", {
        expected: "a tag such as v1.2.3 at HEAD",
        hint: "tag the commit with git tag v0.1.0, or try with --snapshot",
      }),
    ];
  }
  const short = tag.slice(git.tagPrefix.length);
  if (parseSemver(short) !== undefined) return [];
  return [
    new SlipwayError("git-tag-not-semver", `The tag "${tag}" is not a semantic version`, {
      expected: "a tag such as v1.2.3 or v1.2.3-rc.1",
      actual: short,
      hint: "rename the tag, leave it out with git.ignore_tags, or name its beginning with monorepo.tag_prefix",
    }),
  ];
}

function dirtyErrors(git: GitFacts): SlipwayError[] {
  if (git.dirty.length === 0) return [];
  const shown =
    git.dirty.slice(0, 20).join("\n") + (git.dirty.length > 20 ? `\n... and ${git.dirty.length - 20} more` : "");
  return [
    new SlipwayError("git-dirty", "The checkout has changes that are not committed", {
      expected: "a clean checkout",
      output: shown,
      hint: "commit, stash or ignore these files, or try with --snapshot",
    }),
  ];
}

function stateErrors(git: GitFacts): SlipwayError[] {
  if (git.dirty.length > 0) return dirtyErrors(git);
  if (git.tag !== "" && !git.tagAtHead) {
    return [
      new SlipwayError("git-tag-not-at-head", `The tag "${git.tag}" does not point at the commit that is checked out`, {
        expected: `"${git.tag}" at ${git.commit}`,
        hint: `run git checkout ${git.tag}, tag this commit, or try with --snapshot`,
      }),
    ];
  }
  return [];
}

function shallow(): Finding {
  return {
    code: "git-shallow",
    severity: "warning",
    message:
      "This is a shallow clone: older tags and commits may be missing from the release notes and the choice of the tag",
    hint: "fetch the whole history: git fetch --unshallow --tags (fetch-depth: 0 in a checkout action)",
  };
}

function asError(problem: Finding): SlipwayError {
  const { code, message, where, expected, actual, hint } = problem;
  return new SlipwayError(Object.hasOwn(EXIT_CODE_OF, code) ? (code as ErrorCode) : "internal", message, {
    ...(where === undefined ? {} : { where }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(hint === undefined ? {} : { hint }),
  });
}

function asFinding(error: SlipwayError): Finding {
  return { code: error.code, severity: "warning", message: error.message, hint: "its numbers are taken as 0.0.0" };
}

function asNotice(problem: Finding): Finding {
  return { ...problem, severity: "warning", hint: "this is a snapshot, so it goes on without" };
}
