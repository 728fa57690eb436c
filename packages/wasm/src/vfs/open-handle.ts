import { DIRECTORY, type Access, type Backend, type Handle, type Inode } from "./backend.ts";
import { fail } from "./fs-error.ts";
import { after, type Later } from "./steps.ts";

/** A handle that tells and takes everything, as its inode does where the back end's own handle does not. */
export type FullHandle = Handle & Required<Pick<Handle, "attributes" | "change">>;

/** Opens an inode of any type; the bytes of a directory are EISDIR. */
export function openHandle(backend: Backend, node: Inode, access: Access): Later<FullHandle> {
  return after(node.type === DIRECTORY ? OF_DIRECTORY : backend.open(node, access), (handle) => ({
    attributes: () => backend.attributes(node),
    change: (changes) => backend.change(node, changes),
    ...handle,
  }));
}

const OF_DIRECTORY: Handle = { read: refuse, write: refuse, size: refuse };

function refuse(): never {
  fail("EISDIR");
}
