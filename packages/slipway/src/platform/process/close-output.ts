import { closeSync } from "node:fs";

/**
 * Ends standard output when all of it was written, and closes it, which a stream of Node's does not do: who reads a pipe from us waits no
 * longer. On Windows that takes until the process ends. Nothing may be written there any more.
 */
export async function closeOutput(): Promise<void> {
  await new Promise<void>((resolve) => process.stdout.end(resolve));
  try {
    closeSync(1);
  } catch {
    // It was closed before (EBADF).
  }
}
