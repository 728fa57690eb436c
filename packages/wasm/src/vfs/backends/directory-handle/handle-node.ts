import { DIRECTORY, FILE, type Handle, type Inode } from "../../backend.ts";

/** An inode: an entry of a directory, and what is known of it. */
export interface HandleNode extends Inode {
  entry: FileSystemHandle;
  /** The children that were seen, so that one entry is one inode. */
  readonly known: Map<string, HandleNode>;
  opens: number;
  writer: FileSystemWritableFileStream | undefined;
  /** The bytes of a file that lost its name while it was open. */
  orphan: Handle | undefined;
  mode: number;
  atime: bigint | undefined;
  mtime: bigint | undefined;
}

export function nodeOf(entry: FileSystemHandle, ino: bigint): HandleNode {
  const directory = entry.kind === "directory";
  return {
    type: directory ? DIRECTORY : FILE,
    ino,
    entry,
    known: new Map(),
    opens: 0,
    writer: undefined,
    orphan: undefined,
    mode: directory ? 0o755 : 0o644,
    atime: undefined,
    mtime: undefined,
  };
}
