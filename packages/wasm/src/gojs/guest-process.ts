import { DIRECTORY } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { drive } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";
import { resolvePath } from "./guest-path.ts";

/** The part of Node's `process` that Go's js port uses, for one program. */
export interface GuestProcess {
  readonly pid: number;
  readonly ppid: number;
  getuid(): number;
  getgid(): number;
  geteuid(): number;
  getegid(): number;
  getgroups(): number[];
  umask(mask?: number): number;
  cwd(): string;
  /** @throws ENOENT, ENOTDIR; over asynchronous back ends the directory is not checked */
  chdir(path: string): void;
}

export function guestProcess(files: Vfs, start: string): GuestProcess {
  let cwd = resolvePath("/", start);
  let mask = 0o022;
  const root = (): number => 0;
  return {
    pid: 1,
    ppid: 0,
    getuid: root,
    getgid: root,
    geteuid: root,
    getegid: root,
    getgroups: () => [],
    umask(next) {
      const old = mask;
      if (next !== undefined) mask = next & 0o777;
      return old;
    },
    cwd: () => cwd,
    chdir(path) {
      const target = resolvePath(cwd, path);
      const found = drive(files.stat(files.start, target, true));
      if (found instanceof Promise) found.catch(() => {});
      else if (found.type !== DIRECTORY) fail("ENOTDIR", path);
      cwd = target;
    },
  };
}
