import { keptFolders } from "./kept-folders.ts";
import { visitStore } from "./visit-store.ts";
import { listProjects } from "../project/list-projects.ts";

/** What a cache folder holds. Sizes in bytes. */
export interface CacheStats {
  readonly folder: string;
  readonly files: number;
  readonly fileBytes: number;
  readonly actions: number;
  readonly actionBytes: number;
  readonly projects: number;
  readonly projectBytes: number;
  readonly toolchains: number;
  readonly toolchainBytes: number;
  readonly totalBytes: number;
}

/** Counts what the cache in `folder` holds; a folder that does not exist holds nothing. */
export function cacheStats(folder: string): CacheStats {
  const count = { blob: 0, action: 0 };
  const bytes = { blob: 0, action: 0 };
  for (const file of visitStore(folder)) {
    count[file.type] += 1;
    bytes[file.type] += file.bytes;
  }
  const projects = listProjects(folder);
  const projectBytes = projects.reduce((sum, project) => sum + project.bytes, 0);
  const toolchains = [...keptFolders(folder)].filter(({ type }) => type === "toolchain");
  const toolchainBytes = toolchains.reduce((sum, { bytes: each }) => sum + each, 0);
  return {
    folder,
    files: count.blob,
    fileBytes: bytes.blob,
    actions: count.action,
    actionBytes: bytes.action,
    projects: projects.length,
    projectBytes,
    toolchains: toolchains.length,
    toolchainBytes,
    totalBytes: bytes.blob + bytes.action + projectBytes + toolchainBytes,
  };
}
