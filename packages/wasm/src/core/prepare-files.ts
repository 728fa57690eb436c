import { dev, type Dev, type Streams } from "../vfs/backends/dev.ts";
import { memory } from "../vfs/backends/memory.ts";
import { drive, type Later, type Steps } from "../vfs/steps.ts";
import { Vfs } from "../vfs/vfs.ts";

/** A program's files, ready: with `/dev` over its streams, `/tmp`, and its working directory. */
export function prepareFiles(
  files: Vfs | undefined,
  streams: Streams,
  cwd: string,
): Later<{ readonly files: Vfs; readonly devices: Dev }> {
  return drive(prepare(files ?? new Vfs(memory()), streams, cwd));
}

function* prepare(files: Vfs, streams: Streams, cwd: string): Steps<{ files: Vfs; devices: Dev }> {
  const devices = dev(streams);
  yield* files.mountSteps("/dev", devices);
  yield* optionally(files.makeDirectories("/tmp"));
  yield* optionally(files.makeDirectories(cwd));
  return { files, devices };
}

/** A read-only tree has no `/tmp` and no new directories, which is for the program to find out. */
function* optionally(steps: Steps<void>): Steps<void> {
  try {
    yield* steps;
  } catch {
    // Nothing to do: the program gets ENOENT where it goes.
  }
}
