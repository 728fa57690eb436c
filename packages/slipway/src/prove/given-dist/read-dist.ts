import * as v from "valibot";
import { SlipwayError } from "../../errors.ts";
import type { JsonObject } from "../../json.ts";
import type { Artifact, ArtifactType } from "../../plan/artifact.ts";
import { parseTarget, targetDefaults } from "../../plan/targets/target-parse.ts";
import type { Target } from "../../plan/targets/target.ts";
import { readTextIfExists } from "../../platform/file/files.ts";
import { fileHead } from "../../platform/file/file-head.ts";
import { join } from "../../platform/path.ts";

/** A file of a dist folder that its record lists. */
export interface DistFile {
  readonly artifact: Artifact;
  /** Permission bits of the file as it lies there; `undefined` where the record lists a file that is gone. */
  readonly mode: number | undefined;
}

/** What a dist folder says of itself: `metadata.json` and `artifacts.json`, as GoReleaser and Slipway write them. */
export interface DistRecord {
  readonly project: string;
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  readonly files: readonly DistFile[];
}

const text = v.optional(v.string(), "");
const metadataSchema = v.object({ project_name: text, version: text, tag: text, commit: text });
const artifactSchema = v.object({
  name: v.string(),
  path: v.string(),
  goos: text,
  goarch: text,
  target: text,
  type: text,
  extra: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** What is held against the record; everything else in it is somebody else's affair. */
const TYPES: Readonly<Record<string, ArtifactType>> = {
  Archive: "Archive",
  Binary: "Binary",
  "Universal Binary": "Binary",
  Checksum: "Checksum",
  Source: "Source",
};

/**
 * Reads the record of a dist folder, whoever made it.
 *
 * @throws SlipwayError `dist-unreadable` without a record or with one that cannot be read
 */
export async function readDist(dist: string, env: Readonly<Record<string, string>>): Promise<DistRecord> {
  const [metadata, artifacts] = await Promise.all([
    parse(dist, "metadata.json", metadataSchema),
    parse(dist, "artifacts.json", v.array(artifactSchema)),
  ]);
  const files: DistFile[] = [];
  const seen = new Set<string>();
  for (const each of artifacts) {
    const type = TYPES[each.type];
    if (type === undefined) continue;
    const found = await locate(dist, each.path);
    const key = `${found.path} ${each.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const target = targetOf(each, env);
    const artifact = { name: each.name, path: found.path, type, extra: each.extra as JsonObject };
    files.push({ artifact: target === undefined ? artifact : { ...artifact, target }, mode: found.mode });
  }
  const { project_name: project, version, tag, commit } = metadata;
  return { project, version, tag, commit, files };
}

async function parse<T>(dist: string, name: string, schema: v.GenericSchema<unknown, T>): Promise<T> {
  const file = join(dist, name);
  const read = await readTextIfExists(file);
  if (read === undefined) throw unreadable(file, "it is not there");
  let value: unknown;
  try {
    value = JSON.parse(read);
  } catch (cause) {
    throw unreadable(file, "it is no JSON", cause);
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw unreadable(file, `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
}

function unreadable(file: string, actual: string, cause?: unknown): SlipwayError {
  return new SlipwayError("dist-unreadable", `Cannot prove a dist folder without its record "${file}"`, {
    expected: "metadata.json and artifacts.json, as a release by Slipway or GoReleaser leaves them",
    actual,
    hint: "name the dist folder of a release: slipway prove dist",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Paths begin with what dist was called where it was made; here it may be called anything. */
async function locate(
  dist: string,
  path: string,
): Promise<{ readonly path: string; readonly mode: number | undefined }> {
  const parts = path
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return { path: parts.filter((part) => part !== "..").join("/"), mode: undefined };
  for (let cut = 0; cut < parts.length; cut++) {
    const inside = parts.slice(cut).join("/");
    const head = await fileHead(join(dist, inside));
    if (head?.type === "file") return { path: inside, mode: head.mode & 0o777 };
  }
  return { path: parts.slice(Math.min(1, parts.length - 1)).join("/"), mode: undefined };
}

function targetOf(
  { goos, goarch, target }: { readonly goos: string; readonly goarch: string; readonly target: string },
  env: Readonly<Record<string, string>>,
): Target | undefined {
  if (goos === "") return undefined;
  if (goarch === "all" || target === "") return { os: goos, arch: goarch };
  try {
    return parseTarget(target, targetDefaults(env), { buildable: [] });
  } catch (error) {
    if (error instanceof SlipwayError) return { os: goos, arch: goarch };
    throw error;
  }
}
