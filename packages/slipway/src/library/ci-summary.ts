import { SlipwayError } from "../errors.ts";
import { readTextIfExists } from "../platform/file/files.ts";
import { fileSize } from "../platform/file/walk.ts";
import { join, resolve } from "../platform/path.ts";
import { stableName } from "../plan/stable-name.ts";
import { summaryMarkdown, type Sizes, type SummaryInput } from "../scale/ci/summary.ts";
import type { Project } from "./open-project.ts";

/** What users get of a dist, by name without version, in bytes. @throws SlipwayError `file-not-found` without a dist, `dist-unreadable`. */
export async function distSizes(project: Project): Promise<Sizes> {
  const dist = resolve(project.root, project.config.dist);
  const { version } = await readJson<{ version: string }>(join(dist, "metadata.json"));
  const artifacts = await readJson<readonly ListedArtifact[]>(join(dist, "artifacts.json"));
  const released = artifacts.filter(({ type, extra }) => type !== "Binary" || extra?.["Format"] === "binary");
  const shown = released.some(({ type }) => PACKED.has(type))
    ? released.filter(({ type }) => PACKED.has(type))
    : artifacts;
  return Object.fromEntries(
    shown.flatMap(({ name, path, type }): [string, number][] => {
      const size = fileSize(resolve(project.root, path)) ?? fileSize(join(dist, path));
      if (size === undefined || type === "Metadata" || type === "Checksum") return [];
      // Programs of several targets have one name.
      const called = type === "Binary" ? path.slice(path.indexOf("/") + 1) : name;
      return [[stableName(called, version), size]];
    }),
  );
}

interface ListedArtifact {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Types of what is downloaded, by `artifacts.json`'s words. */
const PACKED: ReadonlySet<string> = new Set(["Archive", "Source", "Linux Package", "Binary"]);

/**
 * The summary of a dist as Markdown; `base` is the text that `distSizes` gave for the commit to compare with.
 *
 * @throws SlipwayError `file-not-found` without a dist, `dist-unreadable`, `usage` for a base that is something else.
 */
export async function ciSummary(
  project: Project,
  base?: { readonly file: string; readonly text: string },
): Promise<string> {
  const dist = resolve(project.root, project.config.dist);
  const metadata = await readJson<{ project_name: string; version: string }>(join(dist, "metadata.json"));
  const file = join(dist, "report.json");
  const text = await readTextIfExists(file);
  return summaryMarkdown({
    project: metadata.project_name,
    version: metadata.version,
    sizes: await distSizes(project),
    ...(base === undefined ? {} : { base: readSizes(base) }),
    findings: text === undefined ? [] : findingsOf({ file, text }),
  });
}

function findingsOf(report: { readonly file: string; readonly text: string }): SummaryInput["findings"] {
  const { findings } = parsed(report.text, report.file) as { findings?: SummaryInput["findings"] };
  return findings ?? [];
}

function readSizes({ file, text }: { readonly file: string; readonly text: string }): Sizes {
  try {
    const sizes = JSON.parse(text) as unknown;
    if (typeof sizes === "object" && sizes !== null && Object.values(sizes).every(Number.isFinite))
      return sizes as Sizes;
  } catch {
    // Told below.
  }
  throw new SlipwayError("usage", `"${file}" holds no sizes`, { expected: "what slipway ci sizes prints" });
}

async function readJson<T>(path: string): Promise<T> {
  const text = await readTextIfExists(path);
  if (text !== undefined) return parsed(text, path) as T;
  throw new SlipwayError("file-not-found", `There is no "${path}"`, {
    hint: "make the dist folder first: slipway release, or slipway merge",
  });
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SlipwayError("dist-unreadable", `Cannot read "${file}": it is no JSON`, {
      hint: "make the dist folder again: slipway release, or slipway merge",
      cause: error,
    });
  }
}
