import { fail } from "../vfs/fs-error.ts";

/** An offset or a size that a program gives. @throws EINVAL for a negative one, or one that is not exact as a float */
export function fileOffset(value: bigint): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) fail("EINVAL");
  return Number(value);
}
