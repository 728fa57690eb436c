import type { Raw } from "../schema/project-file.ts";
import type {
  Archive,
  ArchiveFile,
  Checksum,
  ExtraFile,
  FileInfo,
  Source,
  TemplatedFile,
} from "../sections/archive.ts";
import { hooksOf } from "./hooks.ts";

type RawArchive = NonNullable<Raw["archives"]>[number];
type RawFile = NonNullable<RawArchive["files"]>[number];
type RawInfo = NonNullable<RawArchive["builds_info"]>;
type RawExtra = NonNullable<NonNullable<Raw["checksum"]>["extra_files"]>[number];
type RawTemplated = NonNullable<RawArchive["templated_files"]>[number];

const PLATFORM =
  '{{ .Version }}_{{ .Os }}_{{ .Arch }}{{ with .Arm }}v{{ . }}{{ end }}{{ with .Mips }}_{{ . }}{{ end }}{{ if not (eq .Amd64 "v1") }}{{ .Amd64 }}{{ end }}';

/** Name of an archive that has none of its own. */
export const ARCHIVE_NAME = `{{ .ProjectName }}_${PLATFORM}`;

/** The same for programs that are shipped without an archive. */
export const BINARY_NAME = `{{ .Binary }}_${PLATFORM}`;

/** Files that go into every archive whose `files` is empty. */
export const DEFAULT_FILES: readonly string[] = [
  "license*",
  "LICENSE*",
  "readme*",
  "README*",
  "changelog*",
  "CHANGELOG*",
];

/** The entries of `archives`, or one when there are none. */
export function archivesOf(raw: Raw): Archive[] {
  return (raw.archives?.length ? raw.archives : [{}]).map(archiveOf);
}

function archiveOf(raw: RawArchive): Archive {
  const formats: Archive["formats"] = raw.formats?.length ? raw.formats : ["tar.gz"];
  return {
    id: raw.id || "default",
    ids: raw.ids ?? [],
    // GoReleaser sets the mode of programs whatever the file says.
    builds_info: { ...infoOf(raw.builds_info), mode: 0o755 },
    name_template: raw.name_template || (formats.includes("binary") ? BINARY_NAME : ARCHIVE_NAME),
    formats,
    format_overrides: (raw.format_overrides ?? []).map((over) => ({
      goos: over.goos ?? "",
      formats: over.formats ?? [],
    })),
    wrap_in_directory: raw.wrap_in_directory ?? "",
    strip_binary_directory: raw.strip_binary_directory ?? false,
    files: raw.files?.length
      ? raw.files.map((file) => fileOf(file))
      : DEFAULT_FILES.map((src) => fileOf({ src }, true)),
    templated_files: templatedOf(raw.templated_files),
    meta: raw.meta ?? false,
    allow_different_binary_count: raw.allow_different_binary_count ?? false,
    hooks: { before: hooksOf(raw.hooks?.before), after: hooksOf(raw.hooks?.after) },
  };
}

/** The `source` section. */
export function sourceOf(raw: Raw["source"]): Source {
  return {
    enabled: raw?.enabled ?? false,
    format: raw?.format ?? "tar.gz",
    name_template: raw?.name_template || "{{ .ProjectName }}-{{ .Version }}",
    prefix_template: raw?.prefix_template ?? "",
    files: (raw?.files ?? []).map((file) => fileOf(file)),
    templated_files: templatedOf(raw?.templated_files),
  };
}

/** The `checksum` section. */
export function checksumOf(raw: Raw["checksum"]): Checksum {
  const split = raw?.split ?? false;
  const name = split ? "{{ .ArtifactName }}.{{ .Algorithm }}" : "{{ .ProjectName }}_{{ .Version }}_checksums.txt";
  return {
    name_template: raw?.name_template || name,
    algorithm: raw?.algorithm || "sha256",
    split,
    ids: raw?.ids ?? [],
    disable: raw?.disable ?? false,
    extra_files: extraFilesOf(raw?.extra_files),
    templated_extra_files: templatedOf(raw?.templated_extra_files),
  };
}

/** Extra files with every field. */
export function extraFilesOf(raw: readonly RawExtra[] | undefined): ExtraFile[] {
  return (raw ?? []).map((file) => ({ glob: file.glob ?? "", name_template: file.name_template ?? "" }));
}

/** Files whose content is a template, with every field. */
export function templatedOf(raw: readonly RawTemplated[] | undefined): TemplatedFile[] {
  return (raw ?? []).map((file) => ({ src: file.src ?? "", dst: file.dst ?? "", info: infoOf(file.info) }));
}

function fileOf(raw: RawFile, isDefault = false): ArchiveFile {
  return {
    src: raw.src ?? "",
    dst: raw.dst ?? "",
    strip_parent: raw.strip_parent ?? false,
    info: infoOf(raw.info),
    default: isDefault,
  };
}

function infoOf(raw: RawInfo | undefined): FileInfo {
  return { owner: raw?.owner ?? "", group: raw?.group ?? "", mode: raw?.mode ?? 0, mtime: raw?.mtime ?? "" };
}
