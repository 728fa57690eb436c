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
import { fileSize, filesBelow, listFolder } from "../../platform/file/walk.ts";
import { dirname, isAbsolute, join, relative } from "../../platform/path.ts";
import { parseShardManifest, SHARD_MANIFEST, shardManifestText, type ShardManifest } from "./shard-manifest.ts";

/** The files that a shard's folder will hold, relative to it. */
export function shardFiles(tasks: readonly Task[]): string[] {
  return [SHARD_MANIFEST, ...tasks.flatMap(({ outputs }) => outputs.map(({ path }) => path))];
}

/**
 * Refuses a folder that holds something else than a shard: only files that its manifest lists are ever removed. `dist` is in
 * it when the run itself would put other files there.
 *
 * @throws SlipwayError `shard-out-foreign`, `shard-invalid`
 */
export async function refuseForeignFolder(folder: string, dist: string): Promise<void> {
  const path = relative(folder, dist);
  if (path === "" || !(path.startsWith("..") || isAbsolute(path))) {
    throw new SlipwayError("shard-out-foreign", `Cannot put a shard into "${folder}": the dist folder is there`, {
      expected: "a folder with nothing but a shard in it, which may lie in dist",
      actual: dist,
      hint: `give --out a folder of its own, for example "${join(dist, "shard")}"`,
    });
  }
  await filesOfEarlier(folder);
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
  const earlier = await filesOfEarlier(folder);
  const file = join(folder, SHARD_MANIFEST);
  const text = shardManifestText(manifest);
  const wanted = manifest.tasks.flatMap(({ outputs }) => outputs.filter(({ here }) => here));
  await ensureFolder(folder);
  if ((await readTextIfExists(file)) !== text) {
    // Until it is complete it lists the files of both shards, so that a crash leaves none that nobody knows.
    const tasks = [...manifest.tasks, ...(earlier.manifest?.tasks ?? [])];
    await writeFileAtomic(file, shardManifestText({ ...manifest, complete: false, tasks }), { mode: 0o644 });
  }
  for (const { path, mode } of wanted) await copyFile(placeOf(path), join(folder, path), { mode });
  const stays = new Set(wanted.map(({ path }) => path));
  await removeFiles(
    folder,
    earlier.files.filter((path) => !stays.has(path)),
  );
  await writeFileAtomic(file, text, { mode: 0o644 });
}

interface Earlier {
  /** What is there of an earlier shard and of writing it; without the manifest. */
  readonly files: readonly string[];
  readonly manifest?: ShardManifest;
}

async function filesOfEarlier(folder: string): Promise<Earlier> {
  const files = Array.from(filesBelow(folder)).filter((path) => path !== SHARD_MANIFEST);
  const file = join(folder, SHARD_MANIFEST);
  const text = await readTextIfExists(file);
  const manifest = text === undefined ? undefined : earlierManifest(text, file);
  const listed = new Set(manifest?.tasks.flatMap(({ outputs }) => outputs.map(({ path }) => path)));
  const foreign = files.filter((path) => !listed.has(path) && !path.includes(TEMPORARY_MARK));
  if (foreign.length === 0) return { files, ...(manifest === undefined ? {} : { manifest }) };
  throw new SlipwayError(
    "shard-out-foreign",
    `Cannot put a shard into "${folder}": it holds files that are no shard's`,
    {
      expected: "a folder that is empty, or one with nothing but an earlier shard in it",
      actual: foreign.slice(0, 5).join(", ") + (foreign.length > 5 ? ` and ${foreign.length - 5} more` : ""),
      hint: "give --out a folder of its own",
    },
  );
}

/** A shard that cannot be read cannot be written over: nobody knows which files are its own. */
function earlierManifest(text: string, file: string): ShardManifest {
  try {
    return parseShardManifest(text, file);
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const hint = `remove "${dirname(file)}", or give --out a folder of its own`;
    throw new SlipwayError(error.code, error.message, { ...error.details, hint });
  }
}

async function removeFiles(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await removeTree(join(folder, path));
    for (let above = dirname(path); above !== "."; above = dirname(above)) await removeEmptyFolder(join(folder, above));
  }
}

/** The folders in a folder that hold shards, as absolute as it is. */
export function shardsIn(folder: string): string[] {
  return listFolder(folder)
    .filter(({ name, type }) => type === "folder" && fileSize(join(folder, name, SHARD_MANIFEST)) !== undefined)
    .map(({ name }) => join(folder, name));
}

/** The manifest of a folder. @throws SlipwayError `shard-missing`, `shard-incomplete`, `shard-invalid`. */
export async function readShardManifest(folder: string): Promise<ShardManifest> {
  const file = join(folder, SHARD_MANIFEST);
  const text = await readTextIfExists(file);
  if (text === undefined) {
    throw new SlipwayError("shard-missing", `There is no shard in "${folder}"`, {
      expected: `a file ${SHARD_MANIFEST}, as slipway release --shard writes it`,
      hint:
        shardsIn(folder).length > 0
          ? `slipway merge ${join(folder, "*")}, the shards in it`
          : "give merge the folders that were given to --out",
    });
  }
  const manifest = parseShardManifest(text, file);
  if (manifest.complete) return manifest;
  throw new SlipwayError("shard-incomplete", `The shard in "${folder}" was not finished`, {
    hint: `run slipway release --shard for ${manifest.shard} again: finished work is kept`,
  });
}
