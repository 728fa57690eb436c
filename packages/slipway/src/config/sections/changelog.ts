/** A section of the change log. */
export interface ChangelogGroup {
  readonly title: string;
  /** RE2 expression on `abbreviated hash, space, subject`; empty matches what is left. */
  readonly regexp: string;
  readonly order: number;
  readonly groups: readonly ChangelogGroup[];
}

/** The `changelog` section. */
export interface Changelog {
  readonly use: "git" | "github" | "github-native" | "gitlab" | "gitea";
  readonly format: string;
  readonly sort: "" | "asc" | "desc";
  /** Template that renders to `true` to make none. */
  readonly disable: string;
  /** Length of hashes; 0 keeps them whole, -1 leaves them out. */
  readonly abbrev: number;
  readonly filters: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly groups: readonly ChangelogGroup[];
  /** Only commits that touch these paths. */
  readonly paths: readonly string[];
  /** Heading, `Changelog` unless said. */
  readonly title: string;
  /** Line between groups. */
  readonly divider: string;
}
