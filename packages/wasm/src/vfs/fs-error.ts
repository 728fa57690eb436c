import { EIO, ERRNO, type Code } from "./codes.ts";

/** What every file operation fails with: a POSIX code, in the shape that Go's `syscall/js` glue also expects of Node. */
export class FsError extends Error {
  override readonly name = "FsError";
  readonly code: string;

  constructor(code: Code, about?: string) {
    super(about ? `${code}: ${about}` : code);
    this.code = code;
  }
}

/** Throws an `FsError`; as an expression it ends a chain of `??`. */
export function fail(code: Code, about?: string): never {
  throw new FsError(code, about);
}

/** The WASI number of an error with a POSIX `code`, as an `FsError` or a Node error has; EIO for anything else. */
export function errnoOf(error: unknown): number {
  return ERRNO[(error as { code: Code }).code] ?? EIO;
}
