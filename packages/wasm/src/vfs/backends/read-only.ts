import type { Backend } from "../backend.ts";
import { fail } from "../fs-error.ts";

/** The half of a back end that only serves: everything that would change it fails with EROFS, and there are no links. */
export const READ_ONLY = {
  change: refuse,
  create: refuse,
  symlink: refuse,
  link: refuse,
  unlink: refuse,
  rmdir: refuse,
  rename: refuse,
  readlink() {
    fail("EINVAL");
  },
} satisfies Partial<Backend>;

function refuse(): never {
  fail("EROFS");
}
