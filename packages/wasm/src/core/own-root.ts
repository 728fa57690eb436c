import { memory } from "../vfs/backends/memory.ts";
import { drive, wait, type Steps } from "../vfs/steps.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { Vfs } from "../vfs/vfs.ts";

/** As on every machine: without it a program would ask a name server, which is not there, for its own name. */
const HOSTS = "127.0.0.1 localhost\n::1 localhost\n";

/** A tree in memory for a program whose root is nobody else's, with what programs expect to find on a machine: `/etc/hosts`. */
export function ownRoot(root = memory()): Vfs {
  const files = new Vfs(root);
  // In memory nothing has to be waited for.
  void drive(furnish(files));
  return files;
}

function* furnish(files: Vfs): Steps<void> {
  yield* files.makeDirectories("/etc");
  const hosts = yield* files.open(files.start, "/etc/hosts", {
    write: true,
    create: true,
    truncate: true,
    mode: 0o644,
  });
  yield* wait(hosts.write(encodeUtf8(HOSTS)));
  yield* wait(hosts.close());
}
