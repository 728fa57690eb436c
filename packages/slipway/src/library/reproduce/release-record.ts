import { FormatError } from "../../binary/format-error.ts";
import { readGoBuildInfo } from "../../binary/go/build-info.ts";
import { detectFormat } from "../../binary/detect-format.ts";
import { isProgram, readBinary } from "../../binary/read-binary.ts";
import { SlipwayError } from "../../errors.ts";
import { exists, readBytesIfExists, readTextIfExists } from "../../platform/file/files.ts";
import { pathType } from "../../platform/file/walk.ts";
import { sha256OfFile } from "../../platform/hash.ts";
import type { ArtifactType } from "../../plan/artifact.ts";
import { dirname, join } from "../../platform/path.ts";
import type { OriginalFile } from "../../prove/reproduce/reproduction.ts";
import { readProvenance } from "./provenance.ts";
import type { ReleaseRecord } from "./record-shape.ts";

/**
 * Reads the record of a release: a folder with `metadata.json` and `artifacts.json` as `slipway release` and GoReleaser write them into dist, or a
 * SLSA provenance (a statement, a DSSE envelope or a Sigstore bundle), beside which the files may lie.
 *
 * @throws SlipwayError `record-invalid` when there is no record, or it lacks what a rebuild needs
 */
export async function readReleaseRecord(path: string): Promise<ReleaseRecord> {
  const type = pathType(path);
  if (type === "folder") return readDist(path);
  const text = type === "file" ? await readTextIfExists(path) : undefined;
  if (text === undefined) {
    throw new SlipwayError("usage", `There is no release at "${path}"`, {
      expected: "a folder with metadata.json and artifacts.json, or a provenance file",
    });
  }
  return readProvenance(text, dirname(path), path);
}

interface Metadata {
  readonly commit?: unknown;
  readonly project_name?: unknown;
  readonly version?: unknown;
  readonly tag?: unknown;
  readonly date?: unknown;
}

interface ListedArtifact {
  readonly name?: unknown;
  readonly path?: unknown;
  readonly type?: unknown;
  readonly goos?: unknown;
  readonly goarch?: unknown;
}

async function readDist(folder: string): Promise<ReleaseRecord> {
  const metadata = (await readJson(join(folder, "metadata.json"))) as Metadata;
  const listed = await readJson(join(folder, "artifacts.json"));
  const commit = text(metadata.commit);
  const version = text(metadata.version);
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit) || version === "" || !Array.isArray(listed)) {
    throw new SlipwayError("record-invalid", `The record in "${folder}" does not say what the release was made from`, {
      expected: "commit and version in metadata.json, a list in artifacts.json",
      actual: JSON.stringify({ commit, version, artifacts: Array.isArray(listed) ? listed.length : typeof listed }),
    });
  }
  const files: OriginalFile[] = [];
  const leftAside: string[] = [];
  let toolchain = "";
  for (const artifact of listed as readonly ListedArtifact[]) {
    const file = await fileOf(artifact, folder);
    if (file === undefined || files.some(({ path }) => path === file.path)) continue;
    if (!MADE.has(text(artifact.type))) {
      leftAside.push(`${file.path} (${text(artifact.type)})`);
      continue;
    }
    files.push(file);
    if (toolchain === "" && artifact.type === "Binary") toolchain = await toolchainOf(file.place);
  }
  const tag = text(metadata.tag);
  const plain = tag.replace(/^.*\//, "").replace(/^v/, "");
  const nightly = /-nightly\b/i.test(version);
  const time = Date.parse(text(metadata.date));
  return {
    commit,
    version,
    tag,
    snapshot: version !== plain && !nightly,
    nightly,
    repository: "",
    toolchain,
    time: Number.isFinite(time) ? time : 0,
    files,
    project: text(metadata.project_name),
    leftAside,
  };
}

/** Types of files that a rebuild makes. GoReleaser's records list what it made for others, too: formulas, manifests, packages. */
const MADE: ReadonlySet<string> = new Set<ArtifactType>([
  "Archive",
  "Binary",
  "C Archive Library",
  "C Header",
  "C Shared Library",
  "Checksum",
  "File",
  "Source",
]);

/** What a release would show to the world; lists of the release itself are none of it. */
async function fileOf(
  { name, path, type, goos, goarch }: ListedArtifact,
  folder: string,
): Promise<(OriginalFile & { readonly place: string }) | undefined> {
  if (typeof path !== "string" || typeof name !== "string" || type === "Metadata") return undefined;
  // Paths count from the project's folder: what leads to dist is cut off.
  const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return undefined;
  for (let from = 0; from < parts.length; from++) {
    const inside = parts.slice(from).join("/");
    const place = join(folder, inside);
    if (pathType(place) !== "file") continue;
    return {
      path: inside,
      name,
      digest: await sha256OfFile(place),
      place,
      isList: type === "Checksum",
      ...(typeof goos === "string" && typeof goarch === "string" ? { target: `${goos}/${goarch}` } : {}),
    };
  }
  return undefined;
}

/** The Go version that a program tells. */
async function toolchainOf(place: string): Promise<string> {
  const bytes = await readBytesIfExists(place);
  if (bytes === undefined || detectFormat(bytes) === undefined) return "";
  try {
    const binary = readBinary(bytes);
    const info = isProgram(binary) ? readGoBuildInfo(binary) : undefined;
    return /^go1\.[0-9]+(?:\.[0-9]+)?(?:(?:rc|beta)[0-9]+)?/.exec(info?.version ?? "")?.[0] ?? "";
  } catch (error) {
    if (error instanceof FormatError) return "";
    throw error;
  }
}

async function readJson(path: string): Promise<unknown> {
  const found = (await exists(path)) ? await readTextIfExists(path) : undefined;
  try {
    if (found !== undefined) return JSON.parse(found) as unknown;
  } catch {
    // Told below.
  }
  throw new SlipwayError("record-invalid", `Cannot read "${path}"`, {
    expected: "the JSON that slipway release and GoReleaser write into dist",
    actual: found === undefined ? "no such file" : "no JSON",
    hint: "name the dist folder of the release, or its provenance",
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
