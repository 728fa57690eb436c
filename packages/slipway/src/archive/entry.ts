import type { ByteStream } from "./byte-stream.ts";

/** What a member of an archive can be. Anything else (devices, hard links, sockets) is refused by writers and readers. */
export type EntryType = "file" | "directory" | "symlink";

/** The head of an archive member. */
export interface EntryHead {
  /** Relative, with `/` separators and without a `/` at the end. */
  readonly name: string;
  readonly type: EntryType;
  /** Unix permission bits. */
  readonly mode: number;
  /** Unix seconds. */
  readonly mtime: number;
  /** Bytes of content; 0 unless it is a file. */
  readonly size: number;
  /** Where a symlink points, as written in it. */
  readonly link?: string;
  /** Names only: numeric ids are always 0, since the machine that packs says nothing about the one that unpacks. */
  readonly owner?: string;
  readonly group?: string;
}

/** A member to be written. `content` is asked for once, when its turn comes, and must give exactly `size` bytes. Who writes it is done with a piece when it asks for the next. */
export interface Entry extends EntryHead {
  content?(): ByteStream;
}

/** Streams the content of an entry and fails when its length is not what its head says. */
export async function* entryContent(entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.type !== "file") return;
  let seen = 0;
  for await (const piece of entry.content?.() ?? []) {
    seen += piece.length;
    if (seen > entry.size) break;
    yield piece;
  }
  if (seen !== entry.size) {
    throw new RangeError(
      `Cannot pack "${entry.name}": it changed while it was read, from ${entry.size} to ${seen > entry.size ? "more" : seen} bytes`,
    );
  }
}
