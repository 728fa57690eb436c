import type { Entry } from "../../archive/entry.ts";
import { nameFault } from "../../archive/entry-name.ts";
import { SlipwayError } from "../../errors.ts";
import { fileHead } from "../../platform/file/file-head.ts";
import { lendFilePieces } from "../../platform/file/file-stream.ts";
import type { PlannedInfo } from "./planned-file.ts";

/** A file to be packed. */
export interface FileToPack {
  /** Absolute; for a text, where it came from. */
  readonly path: string;
  /** The content, when it is not read from a file. */
  readonly text?: string;
  /** Its name in the archive. */
  readonly name: string;
  readonly info: PlannedInfo;
}

/**
 * Makes an archive member of a file. Where the config says no mode, it is 0755 when the file's owner may execute it and
 * 0644 otherwise: a checkout's other bits come from the umask of whoever made it. Symbolic links stay links.
 *
 * @throws SlipwayError `archive-failed` when there is no file to read, or its name is not safe to unpack.
 */
export async function archiveEntry(file: FileToPack, signal?: AbortSignal): Promise<Entry> {
  const fault = nameFault(file.name);
  if (fault !== undefined) {
    throw new SlipwayError("archive-failed", `Cannot pack "${file.path}" as "${file.name}": ${fault}`, {
      expected: "a relative name that stays inside the archive on every system",
      actual: file.name,
      hint: "correct dst or wrap_in_directory in the archive's section",
    });
  }
  const text = file.text === undefined ? undefined : new TextEncoder().encode(file.text);
  const head = text ? { type: "file" as const, size: text.length, mode: 0o644 } : await fileHead(file.path);
  if (head?.type !== "file" && head?.type !== "symlink") {
    throw new SlipwayError("archive-failed", `Cannot pack "${file.path}" as "${file.name}"`, {
      expected: "a file or a symbolic link",
      actual: head === undefined ? "nothing is there" : head.type === "folder" ? "a folder" : "a device or a socket",
    });
  }
  const { info } = file;
  const common = {
    name: file.name,
    mtime: info.mtime,
    ...(info.owner !== "" && { owner: info.owner }),
    ...(info.group !== "" && { group: info.group }),
  };
  if (head.type === "symlink")
    return { ...common, type: "symlink", mode: info.mode || 0o777, size: 0, link: head.link ?? "" };
  return {
    ...common,
    type: "file",
    mode: info.mode || (head.mode & 0o100 ? 0o755 : 0o644),
    size: head.size,
    content: () => (text ? [text] : lendFilePieces(file.path, signal)),
  };
}
