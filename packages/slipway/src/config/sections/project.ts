import type { ReleaseText } from "./release.ts";

/** The `git` section: how the tag is chosen. */
export interface Git {
  readonly tag_sort: "-version:refname" | "-version:creatordate" | "semver" | "smartsemver";
  readonly prerelease_suffix: string;
  /** Templates of tags that do not count. */
  readonly ignore_tags: readonly string[];
  /** Templates of beginnings of tags that do not count. */
  readonly ignore_tag_prefixes: readonly string[];
}

/** The `monorepo` section: one project of several in a repository. */
export interface Monorepo {
  readonly tag_prefix: string;
  readonly dir: string;
}

/** The `nightly` section. */
export interface Nightly {
  readonly version_template: string;
  readonly tag_name: string;
  readonly publish_release: boolean;
  readonly keep_single_release: boolean;
  readonly draft: boolean;
}

/** The `metadata` section. */
export interface Metadata {
  readonly mod_timestamp: string;
  readonly maintainers: readonly string[];
  readonly license: string;
  readonly homepage: string;
  readonly description: string;
  readonly full_description: ReleaseText;
  readonly commit_author: { readonly name: string; readonly email: string };
}

/** A file whose content is a template, written to dist before anything is built. */
export interface TemplateFile {
  readonly id: string;
  readonly src: string;
  readonly dst: string;
  readonly mode: number;
}
