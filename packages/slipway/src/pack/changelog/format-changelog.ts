import { GoRegexp } from "../../config/template/regexp/go-regexp.ts";
import { toBytes } from "../../config/template/text/byte-string.ts";
import { goStruct } from "../../config/template/value/to-value.ts";
import type { Changelog, ChangelogGroup } from "../../config/sections/changelog.ts";
import { distinctAuthors } from "./commit.ts";
import type { Commit } from "./commit.ts";

/** What the changelog needs beyond its section. */
export interface ChangelogOptions {
  /** Renders the format of one entry with the fields of its commit. */
  readonly render: (template: string, fields: Readonly<Record<string, unknown>>) => string;
  /** The heading, rendered. */
  readonly title: string;
  /** GitLab and Gitea want spaces at the end of a line, or join it with the next. */
  readonly lineEnd?: "\n" | "   \n";
}

/** The part of the section that says how commits become text. */
export type ChangelogFormat = Pick<Changelog, "format" | "sort" | "abbrev" | "filters" | "groups" | "divider">;

/**
 * The changelog of commits in Markdown (GoReleaser 2.16.0 `internal/pipe/changelog`): filtered, sorted, grouped.
 *
 * With groups, a commit goes into the first one that matches its subject and one that none matches is left out; a group without
 * an expression takes what is left. Subgroups and the divider, which are of the paid edition, order the entries of a
 * group further and stand between groups.
 *
 * @throws {RegexpFault} For an expression that Go would refuse; planning checks them before.
 */
export function formatChangelog(
  commits: readonly Commit[],
  section: ChangelogFormat,
  options: ChangelogOptions,
): string {
  const entries = sortCommits(filterCommits(commits, section), section.sort);
  const line = (commit: Commit): string => formatEntry(commit, section, options);
  const heading = options.title === "" ? "" : `## ${options.title}`;
  const body = section.groups.length === 0 ? entries.map(line) : groupedLines(entries, section, line);
  return [heading, ...body].join(options.lineEnd ?? "\n");
}

function matcher(source: string): (commit: Commit) => boolean {
  const expression = new GoRegexp(source);
  return (commit) => expression.matches(toBytes(commit.subject));
}

/** With `include`, a commit comes once for each expression that it matches, in the order of these; `exclude` then counts for nothing. */
function filterCommits(commits: readonly Commit[], { filters }: ChangelogFormat): readonly Commit[] {
  if (filters.include.length > 0) return filters.include.flatMap((source) => commits.filter(matcher(source)));
  const excluded = filters.exclude.map(matcher);
  return commits.filter((commit) => !excluded.some((matches) => matches(commit)));
}

/** Sorts by subject, by bytes; equal ones keep their order. */
function sortCommits(commits: readonly Commit[], direction: Changelog["sort"]): readonly Commit[] {
  if (direction === "") return commits;
  const sign = direction === "asc" ? 1 : -1;
  return commits
    .map((commit) => ({ commit, key: toBytes(commit.subject) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ commit }) => commit);
}

/** The fields of one commit for the format's template. */
export function commitFields(commit: Commit, abbrev: number): Record<string, unknown> {
  const [author] = commit.authors;
  const authors = distinctAuthors(commit.authors);
  return {
    SHA: abbrev < 0 ? "" : abbrev === 0 ? commit.sha : commit.sha.slice(0, abbrev),
    Message: commit.subject,
    Authors: authors.map(({ name, email, username }) =>
      goStruct("changelog.Author", { Name: name, Email: email, Username: username }),
    ),
    Logins: authors.filter(({ username }) => username !== "").map(({ username }) => `@${username}`),
    AuthorName: author.name,
    AuthorEmail: author.email,
    AuthorUsername: author.username,
  };
}

function formatEntry(commit: Commit, section: ChangelogFormat, options: ChangelogOptions): string {
  return `* ${options.render(section.format, commitFields(commit, section.abbrev))}`;
}

interface Grouped {
  readonly group: ChangelogGroup;
  readonly commits: readonly Commit[];
}

/** Deals commits out to groups, first match first; then the groups in their order. */
function deal(
  commits: readonly Commit[],
  groups: readonly ChangelogGroup[],
): { grouped: Grouped[]; rest: readonly Commit[] } {
  const grouped: Grouped[] = [];
  let rest = commits;
  for (const group of groups) {
    const matches = group.regexp === "" ? () => true : matcher(group.regexp);
    grouped.push({ group, commits: rest.filter(matches) });
    rest = rest.filter((commit) => !matches(commit));
  }
  grouped.sort((a, b) => a.group.order - b.group.order);
  return { grouped: grouped.filter((each) => each.commits.length > 0), rest };
}

function groupedLines(
  commits: readonly Commit[],
  section: ChangelogFormat,
  line: (commit: Commit) => string,
): string[] {
  const lines: string[] = [];
  for (const { group, commits: found } of deal(commits, section.groups).grouped) {
    if (lines.length > 0 && section.divider !== "") lines.push(section.divider);
    lines.push(group.title === "" ? "" : `### ${group.title}`, ...subgroupLines(found, group, line));
  }
  return lines;
}

function subgroupLines(commits: readonly Commit[], group: ChangelogGroup, line: (commit: Commit) => string): string[] {
  const { grouped, rest } = deal(commits, group.groups);
  const lines = rest.map(line);
  for (const { group: inner, commits: found } of grouped) {
    if (inner.title !== "") lines.push(`#### ${inner.title}`);
    lines.push(...found.map(line));
  }
  return lines;
}
