import { ERRNO, type Code } from "./codes.ts";
import { FsError } from "./fs-error.ts";

const CODES = new Map(Object.entries(ERRNO).map(([code, errno]): [number, string] => [errno, code]));

/** An `FsError` for a WASI number that came from elsewhere, as in an error frame; EIO for a number that has no name here. */
export function fsErrorOf(errno: number, about = ""): FsError {
  return new FsError((CODES.get(errno) ?? "EIO") as Code, about);
}
