import { writeFileNow } from "../../platform/file/incoming-file.ts";
import { lastChange, listFolder, readTextNow, removeNow } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * What removes from a build cache of Go's what was not used for five days, once a day, as Go does by itself where it has no
 * helper; nothing when its time has not come. Whatever cannot be removed stays.
 *
 * Source: Go, `cmd/go/internal/cache` (`DiskCache.Trim`): `trim.txt` holds the seconds since the epoch of the last time.
 */
export function trimOfGoCache(folder: string, now = Date.now()): (() => void) | undefined {
  const note = join(folder, "trim.txt");
  const text = readTextNow(note);
  const age = now - Number(text ?? "") * 1000;
  if (text !== undefined && age < DAY && age > -HOUR) return undefined;
  try {
    // Before the work, so that commands side by side do not all do it.
    writeFileNow(note, String(Math.floor(now / 1000)));
  } catch {
    return undefined;
  }
  // A cache that was never trimmed is a new one.
  if (text === undefined) return undefined;
  return () => {
    for (const { name, type } of listFolder(folder)) {
      if (type === "folder" && /^[0-9a-f]{2}$/.test(name)) trimFolder(join(folder, name), now - 5 * DAY - HOUR);
    }
  };
}

function trimFolder(folder: string, before: number): void {
  // A program that `go run` or `go tool` made is a folder of that name, as old as its last use.
  for (const { name, type } of listFolder(folder)) {
    const path = join(folder, name);
    if (type !== "other" && /-[ad]$/.test(name) && (lastChange(path) ?? Infinity) < before) removeNow(path);
  }
}
