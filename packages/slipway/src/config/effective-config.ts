import { stringify } from "yaml";
import type { Config } from "./config.ts";
import { NIGHTLY_VERSION } from "./defaults/project.ts";
import { projectFile } from "./schema/project-file.ts";
import type { ReleaseText } from "./sections/release.ts";
import { pathText, type ConfigPath } from "./yaml/path-text.ts";
import type { SchemaParts } from "./yaml/schema-parts.ts";

/** What a run knows beyond the config. */
export interface EffectiveOptions {
  /** The targets that each build makes, by build id, in the form of `artifacts.json` (`linux_amd64_v1`). */
  readonly targets?: Readonly<Record<string, readonly string[]>>;
}

/** Fields of `Config` that no file has. */
const INTERNAL = new Set(["id_is_default", "binary_is_default", "default", "inert"]);

/** Values that hold without being written: GoReleaser's effective config does not have them either. */
const SILENT: Readonly<Record<string, string>> = {
  "ci.compare": "true",
  "ci.environment": "release",
  "ci.system": "github",
  "ci.tests": "true",
  "changelog.title": "Changelog",
  "changelog.use": "git",
  "nightly.tag_name": "nightly",
  "nightly.version_template": NIGHTLY_VERSION,
  "partial.by": "goos",
  "prove.reproduce.level": "quick",
  "prove.test.memory": "2G",
  "prove.test.timeout": "10m",
  "prove.portability.fail_on": "never",
  "release.mode": "keep-existing",
  "shards.by": "cost",
};

/**
 * The config that is in force, as a file of the language: `dist/config.yaml`. Keys come in GoReleaser's order and
 * without empty values, as its own file has them; sections that nothing acts on are there as written.
 */
export function effectiveConfigYaml(config: Config, options: EffectiveOptions = {}): string {
  const { inert, ...acting } = config;
  const builds = acting.builds.map((build) =>
    Object.assign({}, build, { targets: options.targets?.[build.id] ?? build.targets }),
  );
  const all = { ...inert, ...withValues(acting), builds };
  const file = plain(all, projectFile, []);
  return stringify(file ?? {}, {
    indent: 2,
    indentSeq: true,
    lineWidth: 0,
    singleQuote: true,
    aliasDuplicateObjects: false,
  });
}

/**
 * `template_files` and the like are in both; what was written wins over a default that nobody asked for. Where machines share
 * their work says nothing about what is made, and differs between them.
 */
function withValues(acting: Omit<Config, "inert">): Record<string, unknown> {
  const { template_files: _files, force_token: _token, cache: _cache, ...rest } = acting;
  const { draft, ...nightly } = rest.nightly;
  return { ...rest, nightly: draft === rest.release.draft ? nightly : rest.nightly };
}

/** A value without what is empty, with the keys of sections in the schema's order; nothing when all of it is empty. */
function plain(value: unknown, schema: SchemaParts | undefined, path: ConfigPath): unknown {
  if (SILENT[pathText(path)] === String(value)) return undefined;
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return value === 0 || !value ? undefined : value;
  if (Array.isArray(value)) {
    const item = partOf(schema, "array")?.item;
    const list = value.map(
      (entry, index) => plain(entry, item, [...path, index]) ?? (typeof entry === "string" ? entry : {}),
    );
    return list.length === 0 ? undefined : list;
  }
  if (value === null || typeof value !== "object") return undefined;
  return plainSection(value as Record<string, unknown>, schema, path);
}

function plainSection(value: Record<string, unknown>, schema: SchemaParts | undefined, path: ConfigPath): unknown {
  const entries = partOf(schema, "strict_object")?.entries;
  const keys = entries ? Object.keys(entries).filter((key) => Object.hasOwn(value, key)) : Object.keys(value);
  if (isIncludedText(value)) return writtenText(value);
  const section: Record<string, unknown> = {};
  for (const key of keys) {
    if (INTERNAL.has(key)) continue;
    const kept = plain(value[key], entries?.[key], [...path, key]);
    if (kept !== undefined) section[key] = kept;
  }
  // Global hooks that are only a command are texts, which is all that GoReleaser's free edition reads.
  if (path[1] === "hooks" && (path[0] === "before" || path[0] === "after") && Object.keys(section).join() === "cmd")
    return section["cmd"];
  return Object.keys(section).length === 0 ? undefined : section;
}

function isIncludedText(value: object): value is ReleaseText {
  return "text" in value && "from_file" in value && "from_url" in value;
}

/** A text as a file writes it: itself, or where to read it. */
function writtenText({ text, from_file: path, from_url: url }: ReleaseText): unknown {
  if (path !== "") return { from_file: { path } };
  if (url !== "") return { from_url: { url } };
  return text === "" ? undefined : text;
}

/** The part of a schema that has one type, through pipes, unions and optional. */
function partOf(schema: SchemaParts | undefined, type: string): SchemaParts | undefined {
  if (schema === undefined) return undefined;
  if (schema.pipe) {
    const [first] = schema.pipe;
    return first === undefined || first === schema ? undefined : partOf(first, type);
  }
  if (schema.type === type) return schema;
  if (schema.type === "optional") return partOf(schema.wrapped, type);
  if (schema.type !== "union") return undefined;
  for (const option of (schema.options ?? []) as readonly SchemaParts[]) {
    const part = partOf(option, type);
    if (part) return part;
  }
  return undefined;
}
