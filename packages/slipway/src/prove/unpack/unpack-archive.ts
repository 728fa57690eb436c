import type { EntryHead } from "../../archive/entry.ts";
import { ensureFolder, makeSymlink } from "../../platform/file/files.ts";
import { writeFilePieces } from "../../platform/file/file-stream.ts";
import { dirname, join } from "../../platform/path.ts";
import { openArchive } from "./open-archive.ts";

/** Unpacks an archive into a new folder as its users would, names and modes as they stand in it. Returns its members. */
export async function unpackArchive(
  path: string,
  {
    format,
    name,
    to,
    signal,
  }: { readonly format: string; readonly name: string; readonly to: string; readonly signal: AbortSignal },
): Promise<readonly EntryHead[]> {
  const entries: EntryHead[] = [];
  await ensureFolder(to);
  for await (const member of openArchive(path, format, name)) {
    signal.throwIfAborted();
    const { entry } = member;
    const at = join(to, entry.name);
    await ensureFolder(entry.type === "directory" ? at : dirname(at));
    if (entry.type === "symlink") await makeSymlink(entry.link ?? "", at);
    else if (entry.type === "file")
      await writeFilePieces(at, member.content(), { mode: (entry.mode & 0o777) | 0o600, signal });
    entries.push(entry);
  }
  return entries;
}
