import { SlipwayError } from "../errors.ts";
import { readBytesIfExists } from "../platform/file/files.ts";
import { pathType } from "../platform/file/walk.ts";
import { resolve } from "../platform/path.ts";

/**
 * The bytes of a file that was named.
 *
 * @throws SlipwayError `file-not-found` or `binary-unreadable`
 */
export async function readNamedBytes(dir: string, file: string): Promise<Uint8Array> {
  const path = resolve(dir, file);
  const type = pathType(path);
  if (type === "folder" || type === "other") throw noFile(file, type);
  const bytes = type === undefined ? undefined : await readBytesIfExists(path);
  if (bytes === undefined) throw new SlipwayError("file-not-found", `There is no file "${file}"`);
  return bytes;
}

/** Tells of something that has no bytes of its own, which is not opened: a pipe without a writer would be waited for. */
export function noFile(file: string, type: "folder" | "other"): SlipwayError {
  return new SlipwayError("binary-unreadable", `Cannot read "${file}"`, {
    expected: "a file",
    actual: type === "folder" ? "a folder" : "a pipe, a device or a socket",
    ...(type === "other" ? { hint: "Write what it gives to a file first" } : {}),
  });
}
