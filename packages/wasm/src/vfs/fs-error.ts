import { CODES, type Code } from "./codes.ts";

/** What every file operation fails with: a POSIX code, in the shape that Go's `syscall/js` glue also expects of Node. */
export class FsError extends Error {
  override readonly name = "FsError";
  readonly code: string;

  constructor(code: Code, about = "") {
    super(about === "" ? code : `${code}: ${about}`);
    this.code = code;
  }
}

/** The WASI number of an error: of an `FsError`, of a Node error with a POSIX `code`, of one of the browser's own errors, else EIO. */
export function errnoOf(error: unknown): number {
  const { code, name } = error as { code?: unknown; name?: unknown };
  const number = CODES.indexOf(String(code));
  if (number > 0) return number;
  if (code === "EOPNOTSUPP") return CODES.indexOf("ENOTSUP");
  return CODES.indexOf(BROWSER_CODES[String(name)] ?? "EIO");
}

/** `DOMException` names of OPFS and the File System Access API (File System Standard, section 2). */
const BROWSER_CODES: Record<string, Code> = {
  NotFoundError: "ENOENT",
  TypeMismatchError: "ENOTDIR",
  NotAllowedError: "EACCES",
  SecurityError: "EACCES",
  InvalidModificationError: "ENOTEMPTY",
  NoModificationAllowedError: "EBUSY",
  QuotaExceededError: "ENOSPC",
};

/** An `FsError` for a WASI number that came from elsewhere, as in an error frame. */
export function fsErrorOf(errno: number, about = ""): FsError {
  return new FsError((CODES[errno] ?? "EIO") as Code, about);
}
