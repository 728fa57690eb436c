import type { Kept } from "../platform/file/byte-store.ts";

/** What holds other files. */
export type ContainerKind = "folder" | "gzip" | "xz" | "zstd" | "tar" | "zip" | "deb" | "rpm" | "cpio" | "image";

/** One file, folder or link in a container. */
export interface Part {
  /** As written; empty for the one content of a compressed file. */
  readonly name: string;
  readonly type: "file" | "folder" | "link" | "other";
  readonly size: number;
  /** Where its header stands in the container. */
  readonly offset: number;
  /** What its header says besides: `time`, `mode`, `owner`, `link`, and what only the format has. */
  readonly facts: Readonly<Record<string, string>>;
  /** Its content, for files; the caller releases it. */
  open?(): Promise<Kept>;
}

/** A container that is open. */
export interface Contents {
  readonly kind: ContainerKind;
  /** What the container says of itself. */
  readonly facts: Readonly<Record<string, string>>;
  /** Where the compressed bytes begin, in a compressed file. */
  readonly dataOffset?: number;
  /** In their order. */
  readonly parts: readonly Part[];
  /** Lets go of what was unpacked to read it. */
  close(): Promise<void>;
}
