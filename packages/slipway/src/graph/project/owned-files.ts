import { readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { pathType } from "../../platform/file/walk.ts";
import { join, relative, resolve, toSlash } from "../../platform/path.ts";

/** Where the note of our files is when the cache cannot keep it. */
export const NOTE_IN_DIST = ".slipway-owned.json";

/** By dist folder, since a project may have several: one for each of its files, and those that are proven. */
type Note = Readonly<Record<string, readonly string[]>>;

/** Where to look for what is ours. Paths are absolute. */
export interface OwnedOptions {
  readonly root: string;
  readonly dist: string;
  /** The project's folder in the cache. */
  readonly project: string;
  /** What this run will write there, relative to dist. */
  readonly planned: Iterable<string>;
}

/**
 * The files in a dist folder that earlier runs made, relative to it. Where no note tells of the folder, since the cache is
 * gone or on another machine, what Slipway's own record in it lists counts as ours, and the names that a run always writes.
 */
export async function readOwned({ root, dist, project, planned }: OwnedOptions): Promise<readonly string[]> {
  const notes = await Promise.all([join(project, "dist.json"), join(dist, NOTE_IN_DIST)].map(readNote));
  const noted = notes.flatMap((note) => note[dist] ?? []);
  if (noted.length > 0) return noted;
  const recorded = await readRecord(root, dist);
  return recorded === undefined ? [] : [...recorded, ...planned];
}

/** The paths in `artifacts.json`, if `metadata.json` beside it says that Slipway wrote both. */
async function readRecord(root: string, dist: string): Promise<readonly string[] | undefined> {
  try {
    const read = async (name: string): Promise<unknown> =>
      JSON.parse((await readTextIfExists(join(dist, name))) ?? "{}");
    if (((await read("metadata.json")) as { made_by?: unknown }).made_by !== "slipway") return undefined;
    const entries = (await read("artifacts.json")) as readonly { readonly path?: unknown }[];
    return entries.flatMap(({ path }) => {
      const inside = typeof path === "string" ? toSlash(relative(dist, resolve(root, path))) : "..";
      return inside === "" || inside.startsWith("..") ? [] : [inside];
    });
  } catch {
    return undefined;
  }
}

/** Notes them, in the cache or, where it is none that lasts or has no room, in dist itself. @throws the system's error. */
export async function writeOwned(dist: string, project: string | undefined, paths: ReadonlySet<string>): Promise<void> {
  const mine: Note = { [dist]: [...paths] };
  const beside = join(dist, NOTE_IN_DIST);
  try {
    if (project === undefined) throw new Error("the cache does not last");
    const file = join(project, "dist.json");
    const others = Object.entries(await readNote(file)).filter(([folder]) => pathType(folder) === "folder");
    await writeFileAtomic(file, JSON.stringify({ ...Object.fromEntries(others), ...mine }));
    await removeTree(beside).catch(() => undefined);
  } catch {
    // A cache that is full or gone must not make the next run refuse our own files.
    await writeFileAtomic(beside, JSON.stringify(mine));
  }
}

async function readNote(file: string): Promise<Note> {
  try {
    const note: unknown = JSON.parse((await readTextIfExists(file)) ?? "{}");
    const entries = Object.entries(note as object).filter(([, paths]) => Array.isArray(paths));
    return Object.fromEntries(entries as [string, string[]][]);
  } catch {
    // Then our files are foreign, which --clean mends.
    return {};
  }
}
