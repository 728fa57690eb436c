import type { EntryHead } from "../../archive/entry.ts";
import type { Member } from "../../archive/member.ts";
import { ensureFolder, makeSymlink } from "../../platform/file/files.ts";
import { writeFilePieces } from "../../platform/file/file-stream.ts";
import { dirname, join } from "../../platform/path.ts";

/** Unpacks members into a folder as their users would, names and modes as they stand in the archive. Returns their heads. */
export async function unpackMembers(
  members: AsyncIterable<Member>,
  { to, signal }: { readonly to: string; readonly signal: AbortSignal },
): Promise<readonly EntryHead[]> {
  const entries: EntryHead[] = [];
  await ensureFolder(to);
  for await (const member of members) {
    signal.throwIfAborted();
    const { entry } = member;
    const at = join(to, entry.name);
    await ensureFolder(entry.type === "directory" ? at : dirname(at));
    if (entry.type === "symlink") await makeSymlink(entry.link ?? "", at);
    else if (entry.type === "file") {
      // Ours to remove again, whatever the archive says.
      await writeFilePieces(at, member.content(), { mode: (entry.mode & 0o777) | 0o600, signal });
    }
    entries.push(entry);
  }
  return entries;
}
