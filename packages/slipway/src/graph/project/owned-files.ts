import { readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { pathType } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";

/** Where the note of our files is when the cache cannot keep it. */
export const NOTE_IN_DIST = ".slipway-owned.json";

/** By dist folder, since a project may have several: one for each of its files, and those that are proven. */
type Note = Readonly<Record<string, readonly string[]>>;

/** The files in a dist folder that earlier runs made, relative to it. `project` is the project's folder in the cache. */
export async function readOwned(dist: string, project: string): Promise<readonly string[]> {
  const notes = await Promise.all([join(project, "dist.json"), join(dist, NOTE_IN_DIST)].map(readNote));
  return notes.flatMap((note) => note[dist] ?? []);
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
