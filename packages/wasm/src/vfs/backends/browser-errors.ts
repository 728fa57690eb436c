import type { Code } from "../codes.ts";
import { FsError } from "../fs-error.ts";

/** `DOMException` names of OPFS and the File System Access API (File System Standard, section 2). */
const CODES: Readonly<Record<string, Code>> = {
  NotFoundError: "ENOENT",
  TypeMismatchError: "ENOTDIR",
  NotAllowedError: "EACCES",
  SecurityError: "EACCES",
  InvalidModificationError: "ENOTEMPTY",
  InvalidStateError: "EBADF",
  NoModificationAllowedError: "EBUSY",
  QuotaExceededError: "ENOSPC",
};

/** An error of the browser's own file systems as one with a POSIX code; any other error as it is. */
export function posixError(error: unknown): unknown {
  const { name, message } = error as Error;
  const code = error instanceof DOMException ? CODES[name] : undefined;
  return code === undefined ? error : new FsError(code, message);
}

/** Makes every method of a back end, or of the handles that it opens, reject with POSIX codes. */
export function withPosixErrors<T extends object>(target: T): T {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return async (...values: unknown[]): Promise<unknown> => {
        try {
          const result: unknown = await Reflect.apply(value, target, values);
          return key === "open" ? withPosixErrors(result as object) : result;
        } catch (error) {
          throw posixError(error);
        }
      };
    },
  });
}
