import { SlipwayError } from "../../errors.ts";
import {
  copyFile,
  ensureFolder,
  readTextIfExists,
  removeEmptyFolder,
  removeTree,
  TEMPORARY_MARK,
  writeFileAtomic,
} from "../../platform/file/files.ts";
import type { Task } from "../../plan/task.ts";
import { filesBelow } from "../../platform/file/walk.ts";
import { dirname, join } from "../../platform/path.ts";
import { parseShardManifest, SHARD_MANIFEST, shardManifestText, type ShardManifest } from "./shard-manifest.ts";

/** The files that a shard's folder will hold, relative to it. */
export function shardFiles(tasks: readonly Task[]): string[] {
  return [SHARD_MANIFEST, ...tasks.flatMap(({ outputs }) => outputs.map(({ path }) => path))];
}

/**
 * Refuses a folder that holds something else than a shard.
 *
 * @throws SlipwayError `shard-out-foreign`
 */
export async function refuseForeignFolder(folder: string): Promise<void> {
  if (filesBelow(folder).next().done) return;
  if ((await readTextIfExists(join(folder, SHARD_MANIFEST))) !== undefined) return;
  throw new SlipwayError(
    "shard-out-foreign",
    `Cannot put a shard into "${folder}": it holds files that are no shard's`,
    {
      expected: "a folder that is empty, or one with an earlier shard in it",
      hint: "give --out a folder of its own",
    },
  );
}

/**
 * Fills a folder with a shard's files and its manifest. After a crash at any moment the folder says that it is not complete, and
 * the same call finishes it. `placeOf` tells where a file of an output path is now.
 */
export async function writeShard(
  folder: string,
  manifest: ShardManifest,
  placeOf: (path: string) => string,
): Promise<void> {
  await refuseForeignFolder(folder);
  const file = join(folder, SHARD_MANIFEST);
  const text = shardManifestText(manifest);
  const wanted = manifest.tasks.flatMap(({ outputs }) => outputs.filter(({ here }) => here));
  await ensureFolder(folder);
  if ((await readTextIfExists(file)) !== text) {
    await writeFileAtomic(file, shardManifestText({ ...manifest, complete: false, tasks: [] }), { mode: 0o644 });
  }
  for (const { path, mode } of wanted) await copyFile(placeOf(path), join(folder, path), { mode });
  await removeOthers(folder, new Set([SHARD_MANIFEST, ...wanted.map(({ path }) => path)]));
  await writeFileAtomic(file, text, { mode: 0o644 });
}

async function removeOthers(folder: string, wanted: ReadonlySet<string>): Promise<void> {
  const others = Array.from(filesBelow(folder)).filter((path) => !wanted.has(path) || path.includes(TEMPORARY_MARK));
  for (const path of others) {
    await removeTree(join(folder, path));
    for (let above = dirname(path); above !== "."; above = dirname(above)) await removeEmptyFolder(join(folder, above));
  }
}

/** The manifest of a folder. @throws SlipwayError `shard-missing`, `shard-incomplete`, `shard-invalid`. */
export async function readShardManifest(folder: string): Promise<ShardManifest> {
  const file = join(folder, SHARD_MANIFEST);
  const text = await readTextIfExists(file);
  if (text === undefined) {
    throw new SlipwayError("shard-missing", `There is no shard in "${folder}"`, {
      expected: `a file ${SHARD_MANIFEST}, as slipway release --shard writes it`,
      hint: "give merge the folders that were given to --out",
    });
  }
  const manifest = parseShardManifest(text, file);
  if (manifest.complete) return manifest;
  throw new SlipwayError("shard-incomplete", `The shard in "${folder}" was not finished`, {
    hint: `run slipway release --shard for ${manifest.shard} again: finished work is kept`,
  });
}
