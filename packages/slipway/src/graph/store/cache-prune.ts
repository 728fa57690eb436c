import { removeTree } from "../../platform/file/files.ts";
import { TEMPORARY_MARK } from "../../platform/file/files.ts";
import { listProjects } from "../project/list-projects.ts";
import { keptFolders, removeKept } from "./kept-folders.ts";
import { visitStore } from "./visit-store.ts";

/** How much to keep. */
export interface PruneOptions {
  /** Bytes to keep at most. Default 10 GB. */
  readonly maxBytes?: number;
  /** Milliseconds since the last use after which a file goes. Default 30 days. */
  readonly maxAgeMs?: number;
  /** Milliseconds since the epoch; a test has its own clock. */
  readonly now?: number;
}

/** What went. */
export interface PruneResult {
  readonly removedFiles: number;
  readonly removedBytes: number;
  readonly removedProjects: number;
  readonly removedToolchains: number;
}

const DEFAULT_BYTES = 10e9;
const DEFAULT_AGE = 30 * 86_400_000;
/** A temporary file that is older than this belongs to a process that died. */
const TEMPORARY_AGE = 3_600_000;

/**
 * Drops what was not used for long, then what was used longest ago until the rest fits, and what is kept of projects
 * that no longer exist: files of the store, what projects keep (Go's programs), toolchains. Safe beside running builds:
 * what they miss of the store they make again, and the rest is left alone while it is in use.
 */
export async function cachePrune(folder: string, options: PruneOptions = {}): Promise<PruneResult> {
  const now = options.now ?? Date.now();
  let removedFiles = 0;
  let removedBytes = 0;
  let removedToolchains = 0;
  const maxAge = options.maxAgeMs ?? DEFAULT_AGE;
  let removedProjects = 0;
  for (const project of listProjects(folder)) {
    if (project.exists) continue;
    await removeTree(project.folder).catch(() => undefined);
    removedProjects += 1;
    removedBytes += project.bytes;
  }
  const files = [...visitStore(folder), ...keptFolders(folder)].sort(
    (a, b) => b.usedAt - a.usedAt || (a.path < b.path ? -1 : 1),
  );
  let room = options.maxBytes ?? DEFAULT_BYTES;
  for (const file of files) {
    const age = now - file.usedAt;
    const temporary = file.path.includes(TEMPORARY_MARK);
    if (temporary ? age <= TEMPORARY_AGE : age <= maxAge && file.bytes <= room) {
      if (!temporary) room -= file.bytes;
      continue;
    }
    // Once something did not fit, nothing older is kept either: the order of use decides, not the size.
    if (!temporary && age <= maxAge) room = 0;
    if (file.type === "project" || file.type === "toolchain") {
      if (!(await removeKept(file, now).catch(() => false))) continue;
      if (file.type === "toolchain") removedToolchains += 1;
    } else {
      await removeTree(file.path).catch(() => undefined);
      removedFiles += 1;
    }
    removedBytes += file.bytes;
  }
  return { removedFiles, removedBytes, removedProjects, removedToolchains };
}
