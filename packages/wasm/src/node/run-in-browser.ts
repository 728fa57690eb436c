import { access } from "node:fs/promises";
import { ProgramError } from "../core/program.ts";
import type { RunRequest } from "./run-in-node.ts";
import { serveRun, type HostStreams } from "./run-host.ts";
import { writeFully } from "./write-fully.ts";

/** Opens a page in a browser and returns what closes it. `onProblem` takes what the page itself reports. */
export type OpenPage = (url: string, onProblem: (text: string) => void) => Promise<() => Promise<void>>;

/**
 * Runs a Go program in a browser that `open` opens, with the host's directories, and returns its exit code. The streams are
 * this process's unless others are given.
 *
 * @throws ProgramError when the program is not there or the page goes away before it ends
 */
export async function runInBrowser(
  request: RunRequest,
  open: OpenPage,
  streams: HostStreams = {
    stdin: process.stdin,
    stdout: (bytes) => writeFully(1, bytes),
    stderr: (bytes) => writeFully(2, bytes),
  },
): Promise<number> {
  await access(request.program).catch((cause: unknown) => {
    throw new ProgramError(`Cannot read the program "${request.program}"`, { cause });
  });
  const host = await serveRun(request, streams);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  let close: (() => Promise<void>) | undefined;
  try {
    close = await open(host.url, (text) => reject(new ProgramError(`The page failed: ${text}`)));
    return await Promise.race([host.exited, failed]);
  } finally {
    await close?.();
    await host.close();
    streams.stdin?.pause();
    if (streams.stdin === process.stdin) process.stdin.unref?.();
  }
}
