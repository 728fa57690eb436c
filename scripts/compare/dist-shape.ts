import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Everything of a dist folder that two tools must agree on. Digests, sizes and times are left out. */
export interface DistShape {
  /** Every file below dist, with `/` separators, sorted. */
  readonly files: readonly string[];
  /** Archive name to its members in order, `mode name` each. */
  readonly archives: Readonly<Record<string, readonly string[]>>;
  /** Checksum file name to the file names of its lines, in order. */
  readonly checksums: Readonly<Record<string, readonly string[]>>;
  /** One canonical line of JSON for each entry of artifacts.json, in order. */
  readonly artifacts: readonly string[];
}

/** How to list an archive: `mode name` for each member, in order. */
export type ListArchive = (file: string) => Promise<readonly string[]>;

/** Keys of `artifacts.json` whose values are digests, sizes or times. */
const VALUE_KEYS = new Set(["Checksum", "Size", "Digest"]);

/** What GoReleaser makes of a `krews` section, which none of its `--skip` words leaves out, and Slipway does not act on yet. */
const KREW = { folder: "krew/", type: "Krew Plugin Manifest" };

/**
 * The dist folder of a project that was just released: `dist`, or where its config puts it.
 *
 * @throws Error when there is none.
 */
export function findDist(project: string): string {
  const [record] = ["dist/artifacts.json", "*/artifacts.json", "*/*/artifacts.json"].flatMap((pattern) =>
    globSync(pattern, { cwd: project }),
  );
  if (record === undefined) throw new Error(`Cannot find an artifacts.json below ${project}`);
  return path.join(project, path.dirname(record));
}

/** Reads a dist folder. */
export async function readDistShape(dist: string, list: ListArchive): Promise<DistShape> {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(path.join(dist, file)).isFile())
    .map((file) => file.split(path.sep).join("/"))
    // GoReleaser forgets its copy of a source archive that it adds files to; it is listed nowhere.
    .filter((file) => !file.endsWith(".bkp"))
    .filter((file) => !file.startsWith(KREW.folder))
    // The report of the gate has no counterpart.
    .filter((file) => !/^report\.(?:html|json|junit\.xml|sarif)$/.test(file))
    .sort((a, b) => (a < b ? -1 : 1));
  const archives: Record<string, readonly string[]> = {};
  for (const file of files) {
    if (/\.(tar|tgz|txz|tzst|zip|tar\.(gz|xz|zst))$/.test(file) && !file.includes("/")) {
      archives[file] = await list(path.join(dist, file));
    }
  }
  const artifacts = readArtifacts(path.join(dist, "artifacts.json")).filter(({ type }) => type !== KREW.type);
  const checksums: Record<string, readonly string[]> = {};
  for (const { name } of artifacts.filter(({ type }) => type === "Checksum")) {
    const lines = readFileSync(path.join(dist, name), "utf8").split("\n").filter(Boolean);
    checksums[name] = lines.map((line) => line.replace(/^[0-9a-f]+\s*/, ""));
  }
  return { files, archives, checksums, artifacts: artifacts.map((entry) => JSON.stringify(canonical(entry))) };
}

function readArtifacts(file: string): { readonly name: string; readonly type: string }[] {
  const entries: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!Array.isArray(entries)) throw new Error(`Cannot read ${file}: expected a list`);
  return entries as { name: string; type: string }[];
}

/** Sorted keys, and the values of time, digest and size replaced by their presence. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, VALUE_KEYS.has(key) ? "(left out)" : canonical(inner)]),
  );
}
