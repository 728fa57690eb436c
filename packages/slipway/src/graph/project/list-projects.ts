import { join } from "../../platform/path.ts";
import { folderBytes, listFolder, pathType, readTextNow } from "../../platform/file/walk.ts";

/** What the cache keeps about one project. */
export interface KeptProject {
  readonly folder: string;
  /** The project's own folder; unknown when the note about it is damaged. */
  readonly root: string | undefined;
  /** Whether that folder still exists. */
  readonly exists: boolean;
  readonly bytes: number;
}

/** The projects that a cache folder knows. */
export function listProjects(cache: string): KeptProject[] {
  return listFolder(join(cache, "projects")).map(({ name }) => {
    const folder = join(cache, "projects", name);
    const root = rootOf(readTextNow(join(folder, "project.json")));
    return { folder, root, exists: root !== undefined && pathType(root) === "folder", bytes: folderBytes(folder) };
  });
}

function rootOf(text: string | undefined): string | undefined {
  try {
    const { root } = JSON.parse(text ?? "{}") as { root?: unknown };
    return typeof root === "string" ? root : undefined;
  } catch {
    return undefined;
  }
}
