import { SlipwayError } from "../errors.ts";
import { folderToWrite } from "../platform/file/folder-to-write.ts";
import type { ShardManifest } from "../scale/shards/shard-manifest.ts";
import { refuseForeignFolder, writeShard } from "../scale/shards/write-shard.ts";
import { outputFailure } from "./output-failure.ts";

/**
 * Makes the folder of a shard before anything is built for it: a place that cannot be written must not cost the work.
 *
 * @throws SlipwayError what `refuseForeignFolder` throws; `output-not-written`
 */
export async function openShardFolder(folder: string, dist: string): Promise<void> {
  await refuseForeignFolder(folder, dist);
  await folderToWrite(folder).catch((error: unknown) => {
    throw notWritten(error, folder);
  });
}

/** Puts a shard into its folder. @throws SlipwayError `output-not-written` */
export async function fillShardFolder(
  folder: string,
  manifest: ShardManifest,
  placeOf: (path: string) => string,
): Promise<void> {
  await writeShard(folder, manifest, placeOf).catch((error: unknown) => {
    throw error instanceof SlipwayError || !(error instanceof Error && "code" in error)
      ? error
      : notWritten(error, folder);
  });
}

function notWritten(error: unknown, folder: string): SlipwayError {
  return outputFailure(error, folder, "give --out a folder that can be made and that you may write to");
}
