import type { Hook } from "./hook.ts";

/** Formats of an archive. `binary` leaves the programs as they are; `none` makes nothing (in overrides). */
export type ArchiveFormat =
  | "tar.gz"
  | "tgz"
  | "tar.xz"
  | "txz"
  | "tar.zst"
  | "tzst"
  | "tar"
  | "gz"
  | "xz"
  | "zip"
  | "binary"
  | "none";

/** What an archive says of a file. Empty strings and a mode of 0 leave it as found. */
export interface FileInfo {
  readonly owner: string;
  readonly group: string;
  /** Unix permission bits; 0 when not said. */
  readonly mode: number;
  /** Template of an RFC 3339 time with optional fraction. */
  readonly mtime: string;
}

/** Files that go into an archive beside the programs. */
export interface ArchiveFile {
  /** A glob and a template. */
  readonly src: string;
  readonly dst: string;
  readonly strip_parent: boolean;
  readonly info: FileInfo;
  /** One of the files that go in without being asked for. */
  readonly default: boolean;
}

/** A file whose content is a template. */
export interface TemplatedFile {
  readonly src: string;
  readonly dst: string;
  readonly info: FileInfo;
}

/** Other formats for one operating system. */
export interface FormatOverride {
  /** Matches operating systems that begin with it. */
  readonly goos: string;
  readonly formats: readonly ArchiveFormat[];
}

/** One entry of `archives`. */
export interface Archive {
  readonly id: string;
  /** Build ids that go in; empty for all. */
  readonly ids: readonly string[];
  readonly builds_info: FileInfo;
  readonly name_template: string;
  readonly formats: readonly ArchiveFormat[];
  readonly format_overrides: readonly FormatOverride[];
  /** `""`, `false`, `true` (the archive's own name) or a template. */
  readonly wrap_in_directory: string;
  readonly strip_binary_directory: boolean;
  readonly files: readonly ArchiveFile[];
  readonly templated_files: readonly TemplatedFile[];
  /** An archive with files and no programs. */
  readonly meta: boolean;
  readonly allow_different_binary_count: boolean;
  readonly hooks: { readonly before: readonly Hook[]; readonly after: readonly Hook[] };
}

/** The `source` section: an archive of the committed files. */
export interface Source {
  readonly enabled: boolean;
  readonly format: "tar" | "tgz" | "tar.gz" | "zip";
  readonly name_template: string;
  readonly prefix_template: string;
  readonly files: readonly ArchiveFile[];
  readonly templated_files: readonly TemplatedFile[];
}

/** Files that are taken along by a glob, under a name of their own if one is given. */
export interface ExtraFile {
  readonly glob: string;
  readonly name_template: string;
}

/** The `checksum` section. */
export interface Checksum {
  readonly name_template: string;
  readonly algorithm: string;
  /** One file per artifact in place of one file for all. */
  readonly split: boolean;
  /** Ids whose artifacts are listed; empty for all. */
  readonly ids: readonly string[];
  readonly disable: boolean;
  readonly extra_files: readonly ExtraFile[];
  readonly templated_extra_files: readonly TemplatedFile[];
}
