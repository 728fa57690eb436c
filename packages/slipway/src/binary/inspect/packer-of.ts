import { indexOfBytes } from "../go/program-memory.ts";

/** Behind its headers a packed program has UPX's own, which begins with these letters (`l_info` in UPX's `stub/src`). */
const UPX = new TextEncoder().encode("UPX!");
const SEARCHED = 4096;

/** Who packed a program, so that nothing of what it really is can be seen; `null` for one that is not packed. */
export function packerOf(bytes: Uint8Array): "UPX" | null {
  return indexOfBytes(bytes.subarray(0, SEARCHED), UPX) < 0 ? null : "UPX";
}
