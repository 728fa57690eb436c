import { beginsTar } from "../archive/tar/parse-header.ts";
import { BLOCK } from "../archive/tar/tar-header.ts";
import type { ContainerKind } from "./container.ts";

/** Bytes that `detectContainer` wants to see. */
export const CONTAINER_HEAD = BLOCK;

/** Tells what holds other files by its first bytes; `undefined` for everything else. */
export function detectContainer(head: Uint8Array): Exclude<ContainerKind, "folder" | "image"> | undefined {
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  const text = (at: number, length: number): string => String.fromCharCode(...head.subarray(at, at + length));
  if (begins(0x1f, 0x8b)) return "gzip";
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return "zstd";
  if (begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)) return "xz";
  if (begins(0x50, 0x4b, 3, 4) || begins(0x50, 0x4b, 5, 6)) return "zip";
  if (text(0, 21) === "!<arch>\ndebian-binary") return "deb";
  if (begins(0xed, 0xab, 0xee, 0xdb)) return "rpm";
  if (text(0, 6) === "070701" || text(0, 6) === "070702") return "cpio";
  if (text(257, 5) === "ustar" || beginsTar(head)) return "tar";
  return undefined;
}
