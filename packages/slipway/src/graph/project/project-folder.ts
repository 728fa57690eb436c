import { SlipwayError } from "../../errors.ts";
import { readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { sha256 } from "../../platform/hash.ts";
import { takeLock } from "../../platform/lock.ts";
import { basename, join } from "../../platform/path.ts";
import { makeTempFolder } from "../../platform/file/temp-folder.ts";
import { realPath } from "../../platform/file/walk.ts";

/** Where the cache keeps what belongs to one project only. */
export function projectFolder(cache: string, root: string): string {
  const real = realPath(root) ?? root;
  const name = basename(real)
    .replaceAll(/[^A-Za-z0-9_.-]/g, "_")
    .slice(0, 40);
  return join(cache, "projects", `${name}-${sha256(real).slice(0, 16)}`);
}

/** An opened cache, and the project in it locked. */
export interface OpenedCache {
  readonly folder: string;
  readonly project: string;
  /** Whether it was made for this run only. */
  readonly passing: boolean;
  /** Lets others work on the project, and removes a cache that was made for this run only. */
  close(): Promise<void>;
}

/** How to open it. */
export interface OpenCacheOptions {
  readonly root: string;
  readonly warn: (text: string) => void;
  /** Milliseconds to wait for another run in the same project. */
  readonly wait?: number;
  readonly signal?: AbortSignal;
}

/**
 * Makes the folders of a cache, notes whose the project's folder is and takes the project's lock. A cache that cannot be
 * written (read-only, full, somebody else's) is replaced by a temporary one for this run, with a warning.
 *
 * @throws SlipwayError `locked` when another run works on the project.
 */
export async function openCache(cache: string, options: OpenCacheOptions): Promise<OpenedCache> {
  try {
    return await open(cache, options);
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    const reason = (error as { code?: string }).code ?? String(error);
    options.warn(
      `Cannot use the cache "${cache}" (${reason}); this run keeps nothing and does not see other runs in the project`,
    );
    const folder = await makeTempFolder("slipway-cache");
    const opened = await open(folder, options);
    return {
      ...opened,
      passing: true,
      async close() {
        await opened.close();
        await removeTree(folder);
      },
    };
  }
}

async function open(folder: string, options: OpenCacheOptions): Promise<OpenedCache> {
  const { root, wait, signal } = options;
  const project = projectFolder(folder, root);
  const lock = await takeLock(join(project, "lock"), {
    what: `the project "${root}"`,
    ...(wait === undefined ? {} : { wait }),
    ...(signal === undefined ? {} : { signal }),
    onWait: ({ pid }) => options.warn(`Waiting for another run in this project (process ${pid})`),
  });
  const note = `${JSON.stringify({ root: realPath(root) ?? root })}\n`;
  try {
    if ((await readTextIfExists(join(project, "project.json"))) !== note) {
      await writeFileAtomic(join(project, "project.json"), note);
    }
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
  return {
    folder,
    project,
    passing: false,
    async close() {
      await lock.release().catch(() => undefined);
    },
  };
}
