import type { Changes } from "../vfs/backend.ts";
import { wallClock } from "../vfs/clock.ts";
import { fail } from "../vfs/fs-error.ts";
import { FST_ATIM, FST_ATIM_NOW, FST_MTIM, FST_MTIM_NOW } from "./flags.ts";

/** The times that a `$fstflags` asks to set. @throws EINVAL for a time that is both given and now, or an unknown flag */
export function fileTimes(atime: bigint, mtime: bigint, flags: number): Changes {
  const both = (a: number): boolean => (flags & a) === a;
  if (both(FST_ATIM | FST_ATIM_NOW) || both(FST_MTIM | FST_MTIM_NOW) || (flags & ~15) !== 0) fail("EINVAL");
  const now = wallClock();
  return {
    ...((flags & (FST_ATIM | FST_ATIM_NOW)) !== 0 && { atime: (flags & FST_ATIM) !== 0 ? atime : now }),
    ...((flags & (FST_MTIM | FST_MTIM_NOW)) !== 0 && { mtime: (flags & FST_MTIM) !== 0 ? mtime : now }),
  };
}
