import { hook } from "../build/hooks.ts";
import { file, fileInfo } from "./file-info.ts";
import { templatedFile } from "../project/template-files.ts";
import { flag, list, oneOrMore, section, shorthand, shorthands, text, texts, toggle, word } from "../words.ts";

const archiveFormats = [
  "tar.gz",
  "tgz",
  "tar.xz",
  "txz",
  "tar.zst",
  "tzst",
  "tar",
  "gz",
  "xz",
  "zip",
  "binary",
  "none",
] as const;

/** Commands around each archive. */
export const archiveHooks = section("ArchiveHooks", "Commands around each archive.", {
  before: shorthands(hook, "cmd"),
  after: shorthands(hook, "cmd"),
});

/** Other formats for one operating system. */
export const formatOverride = section("FormatOverride", "Other formats for one operating system.", {
  goos: text("Operating system, or its beginning."),
  formats: oneOrMore(word(archiveFormats), "Formats."),
  format: word(archiveFormats, undefined, { deprecated: "formats" }),
});

/** An archive per target. */
export const archive = section("Archive", "An archive per target.", {
  id: text(undefined, { default: "default" }),
  ids: texts(),
  builds_info: fileInfo,
  name_template: text("Name without ending.", {
    default:
      '{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}{{ with .Arm }}v{{ . }}{{ end }}{{ with .Mips }}_{{ . }}{{ end }}{{ if not (eq .Amd64 "v1") }}{{ .Amd64 }}{{ end }}',
  }),
  formats: oneOrMore(word(archiveFormats), "Formats.", { default: "tar.gz" }),
  format_overrides: list(formatOverride, "Other formats for some operating systems."),
  wrap_in_directory: toggle("Folder for everything: `true` for the name of the archive, or a template."),
  strip_binary_directory: flag("Drop the folders in names of programs."),
  files: list(shorthand(file, "src"), "Files beside the programs.", {
    default: "license*, LICENSE*, readme*, README*, changelog*, CHANGELOG*",
  }),
  meta: flag("Only files, no programs."),
  allow_different_binary_count: flag("Accept targets with different numbers of programs."),
  format: word(archiveFormats, undefined, { deprecated: "formats" }),
  builds: texts(undefined, { deprecated: "ids" }),
  hooks: archiveHooks,
  templated_files: list(templatedFile, "Files whose content is a template."),
});
