import { join } from "../../platform/path.ts";
import { listFolder, statNow } from "../../platform/file/walk.ts";

/** A file of the store. */
export interface StoredFile {
  readonly type: "blob" | "action";
  /** The digest or the key that its name promises. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch of its last use. */
  readonly usedAt: number;
}

/** Every file of the store; what is renamed or removed meanwhile is passed over. */
export function* visitStore(folder: string): Generator<StoredFile> {
  for (const [sub, type] of [
    ["cas", "blob"],
    ["actions", "action"],
  ] as const) {
    for (const part of listFolder(join(folder, sub))) {
      for (const { name } of listFolder(join(folder, sub, part.name))) {
        const path = join(folder, sub, part.name, name);
        const stat = statNow(path);
        if (stat === undefined) continue;
        yield { type, name: name.replace(/\.json$/, ""), path, bytes: stat.size, usedAt: stat.mtimeMs };
      }
    }
  }
}
