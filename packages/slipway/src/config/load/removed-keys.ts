import type { ConfigPath } from "../yaml/path-text.ts";

/** Keys that GoReleaser had before version 2, and what says the same now. A dot stands for "and nothing in its place". */
const REMOVED: Readonly<Record<string, string>> = {
  archive: "archives, as a list",
  "archives.*.replacements":
    'a name_template with the words in it: {{ if eq .Arch "amd64" }}x86_64{{ else }}{{ .Arch }}{{ end }}',
  "archives.*.strip_parent_binary_folder": "strip_binary_directory",
  "archives.*.rlcp": ".",
  "blobs.*.folder": "directory",
  "blobs.*.kmskey": "kms_key",
  "blobs.*.disableSSL": "disable_ssl",
  brew: "homebrew_casks, as a list",
  "brews.*.tap": "repository",
  "brews.*.github": "repository",
  "brews.*.gitlab": "repository",
  "brews.*.folder": "directory",
  "brews.*.plist": "service",
  build: "builds, as a list",
  "changelog.skip": "disable",
  "dockers.*.binaries": "ids",
  "dockers.*.binary": "ids",
  "dockers.*.builds": "ids",
  "dockers.*.image": "image_templates",
  "dockers.*.tag_templates": "image_templates",
  "dockers.*.use_buildx": "use: buildx",
  "furies.*.skip": "disable",
  "krews.*.index": "repository",
  nfpm: "nfpms, as a list",
  "nfpms.*.files": "contents",
  "nfpms.*.config_files": "contents with type: config",
  "nfpms.*.empty_folders": "contents with type: dir",
  "nfpms.*.symlinks": "contents with type: symlink",
  "nfpms.*.name_template": "file_name_template",
  "nfpms.*.replacements": "a file_name_template with the words in it",
  "nfpms.*.overrides.*.replacements": "a file_name_template with the words in it",
  puts: "uploads",
  s3: "blobs with provider: s3",
  scoop: "scoops, as a list",
  "scoops.*.bucket": "repository",
  "scoops.*.folder": "directory",
  sign: "signs, as a list",
  snapcraft: "snapcrafts, as a list",
  "snapcrafts.*.replacements": "a name_template with the words in it",
  "source.rlcp": ".",
};

/** Says what to write in place of a key of GoReleaser's first version; `undefined` for every other key. */
export function successorOf(path: ConfigPath, key: string): string | undefined {
  const words = [...path.map((part) => (typeof part === "number" ? "*" : part)), key];
  // Overrides are by the name of a format.
  if (words[0] === "nfpms" && words[2] === "overrides" && words.length > 4) words[3] = "*";
  const at = words.join(".");
  if (!Object.hasOwn(REMOVED, at)) return undefined;
  return REMOVED[at] === "."
    ? "Remove it: GoReleaser 2 always does what it asked for"
    : `GoReleaser 2 has it no more. Write ${REMOVED[at]}`;
}
