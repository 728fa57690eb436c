import type { Changes } from "../vfs/backend.ts";
import { wallClock } from "../vfs/clock.ts";
import { FsError } from "../vfs/fs-error.ts";
import { FSTFLAG } from "./abi.ts";

/** The times that a `$fstflags` asks to set. @throws EINVAL for a time that is both given and now, or an unknown flag */
export function fileTimes(atime: bigint, mtime: bigint, flags: number): Changes {
  const { ATIM, ATIM_NOW, MTIM, MTIM_NOW } = FSTFLAG;
  const both = (a: number): boolean => (flags & a) === a;
  if (both(ATIM | ATIM_NOW) || both(MTIM | MTIM_NOW) || (flags & ~15) !== 0) throw new FsError("EINVAL");
  const now = wallClock();
  return {
    ...((flags & (ATIM | ATIM_NOW)) !== 0 && { atime: (flags & ATIM) !== 0 ? atime : now }),
    ...((flags & (MTIM | MTIM_NOW)) !== 0 && { mtime: (flags & MTIM) !== 0 ? mtime : now }),
  };
}
