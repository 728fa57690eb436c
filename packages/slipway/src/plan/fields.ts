import type { Config } from "../config/config.ts";
import { environmentValue } from "../config/template/value/environment-value.ts";
import { goStruct, goUint } from "../config/template/value/to-value.ts";
import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Facts } from "../source/facts.ts";
import { parseSemver } from "../source/semver.ts";
import type { PlanOptions } from "./plan.ts";
import { releaseUrl } from "./release-url.ts";

/** What the fields are a function of. */
export interface FieldsInput {
  readonly facts: Facts;
  readonly config: Config;
  readonly options: Pick<PlanOptions, "snapshot" | "nightly" | "singleTarget">;
  /** The name after `projectName` had its say. */
  readonly project: string;
  /** Absolute. */
  readonly dist: string;
  /** The environment of the process with that of the config over it. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether this run puts the results of others together (`--merge`). */
  readonly merging?: boolean;
  /** `time.Time` of the template engine, from milliseconds since the epoch. */
  readonly time: (milliseconds: number) => unknown;
  /** Renders a template with these fields and no others; `at` is its path in the config. */
  render(template: string, at: readonly (string | number)[], fields: Readonly<Record<string, unknown>>): string;
}

/** The template fields of a run in two forms. */
export interface Fields {
  readonly version: string;
  /** The tag without `monorepo.tag_prefix`. */
  readonly tag: string;
  readonly commit: string;
  /** Unix seconds that every time stamp in the output derives from. */
  readonly epoch: number;
  /** What templates read. */
  readonly template: Readonly<Record<string, unknown>>;
  /** What the plan shows: no environment (it may hold secrets) and no clock (the same plan every time). */
  readonly json: JsonObject;
}

/** What GoReleaser says of a folder without a checkout. */
const NO_CHECKOUT = { branch: "none", commit: "none", shortCommit: "none", summary: "none" };
/** `time.Time{}.Unix()`: what `CommitTimestamp` is without a commit. */
const ZERO_TIME = -62_135_596_800;

/**
 * The global template fields (GoReleaser `internal/tmpl/tmpl.go`, and those of the paid edition).
 *
 * - `Version` is the tag without `v`; in a snapshot or nightly build what its `version_template` makes of that.
 * - Without a checkout, or without a tag, the tag is `v0.0.0`. A tag that is not semver counts as 0.0.0.
 * - `Date`, `Now` and `Timestamp` are `SOURCE_DATE_EPOCH` when set, as its specification asks, else the clock. They are the
 *   only fields that differ between two runs. `CommitDate` and `CommitTimestamp` are always the commit's.
 * - Late fields are not here, since tasks make them: `Checksums`, `Artifacts`, and the values in `Outputs`; `ReleaseNotes` is
 *   empty until the changelog is made.
 *
 * @throws {SlipwayError} `config-invalid` when a version template comes out empty, and what `render` throws.
 */
export function makeFields(input: FieldsInput): Fields {
  const { facts, config, options } = input;
  const { git } = facts;
  const prefix = config.monorepo.tag_prefix;
  const short = (tag: string): string => (tag.startsWith(prefix) ? tag.slice(prefix.length) : tag);
  const tag = git === undefined || git.tag === "" ? "v0.0.0" : short(git.tag);
  const previousTag = short(git?.previousTag ?? "");
  const summary = short(git?.summary ?? NO_CHECKOUT.summary);
  const semver = parseSemver(tag) ?? { major: 0n, minor: 0n, patch: 0n, prerelease: "" };
  const dirty = (git?.dirty.length ?? 0) > 0;
  const commit = git?.commit ?? NO_CHECKOUT.commit;
  const commitTime = git?.commitTime ?? ZERO_TIME;
  const milliseconds = facts.sourceDateEpoch === undefined ? facts.now : facts.sourceDateEpoch * 1000;

  const plain = {
    ProjectName: input.project,
    ModulePath: facts.module?.path ?? "",
    Version: tag.startsWith("v") ? tag.slice(1) : tag,
    RawVersion: `${semver.major}.${semver.minor}.${semver.patch}`,
    Tag: tag,
    PreviousTag: previousTag,
    PrefixedTag: `${prefix}${tag}`,
    PrefixedPreviousTag: previousTag === "" ? "" : `${prefix}${previousTag}`,
    Branch: git?.branch ?? NO_CHECKOUT.branch,
    Commit: commit,
    ShortCommit: git?.shortCommit ?? NO_CHECKOUT.shortCommit,
    FullCommit: commit,
    CommitDate: rfc3339(commitTime),
    GitURL: git?.url ?? "",
    GitTreeState: dirty ? "dirty" : "clean",
    IsGitDirty: dirty,
    IsGitClean: !dirty,
    Summary: summary,
    PrefixedSummary: `${prefix}${summary}`,
    TagSubject: git?.tagSubject ?? "",
    TagContents: git?.tagContents ?? "",
    TagBody: git?.tagBody ?? "",
    Prerelease: semver.prerelease,
    IsSnapshot: options.snapshot,
    IsNightly: options.nightly,
    IsRelease: !options.snapshot && !options.nightly,
    IsMerging: input.merging ?? false,
    IsSingleTarget: options.singleTarget !== undefined,
    IsDraft: config.release.draft,
    ReleaseNotes: "",
    ReleaseURL: releaseUrl({ config, remote: git?.url ?? "", tag: `${prefix}${tag}`, env: input.env }),
    Dist: input.dist,
  };
  const numbers = { Major: semver.major, Minor: semver.minor, Patch: semver.patch };
  const metadata = {
    Description: config.metadata.description,
    FullDescription: config.metadata.full_description.text,
    Homepage: config.metadata.homepage,
    License: config.metadata.license,
    Maintainers: config.metadata.maintainers,
    ModTimestamp: config.metadata.mod_timestamp,
  };
  const runtime = { Goos: facts.host.os, Goarch: facts.host.arch };
  const template: Record<string, unknown> = {
    ...plain,
    Major: goUint(numbers.Major),
    Minor: goUint(numbers.Minor),
    Patch: goUint(numbers.Patch),
    CommitTimestamp: BigInt(commitTime),
    Date: rfc3339(Math.floor(milliseconds / 1000)),
    Timestamp: BigInt(Math.floor(milliseconds / 1000)),
    Now: input.time(milliseconds),
    Env: environmentValue(input.env),
    Var: config.variables,
    Runtime: goStruct("context.Runtime", runtime),
    Metadata: goStruct("config.ProjectMetadata", metadata),
    Outputs: {},
  };
  const version = versionOf(input, plain.Version, template);
  template["Version"] = version;

  return {
    version,
    tag,
    commit,
    epoch: facts.sourceDateEpoch ?? Math.max(0, commitTime),
    template,
    json: {
      ...plain,
      Version: version,
      Major: Number(numbers.Major),
      Minor: Number(numbers.Minor),
      Patch: Number(numbers.Patch),
      CommitTimestamp: commitTime,
      Runtime: runtime,
      Metadata: metadata,
      Var: config.variables,
    },
  };
}

/** The version of a snapshot or nightly build, made from the tag's. */
function versionOf(input: FieldsInput, version: string, fields: Readonly<Record<string, unknown>>): string {
  const { config, options } = input;
  if (!options.snapshot && !options.nightly) return version;
  const section = options.nightly ? "nightly" : "snapshot";
  const made = input.render(config[section].version_template, [section, "version_template"], fields);
  if (made !== "") return made;
  throw new SlipwayError("config-invalid", `The version of this ${section} is empty`, {
    expected: `a ${section}.version_template that makes text`,
    actual: config[section].version_template,
  });
}

/** Seconds as Go's `time.RFC3339` in UTC. */
function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
