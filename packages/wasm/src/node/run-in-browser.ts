import { access } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { ProgramError } from "../core/program.ts";
import { serveRun } from "./run-host.ts";
import type { HostStreams, OpenPage, RunRequest } from "./shapes.ts";
import { writeFully } from "./write-fully.ts";

/**
 * Runs a Go program in a browser that `open` opens, with the host's directories, and returns its exit code. The streams are
 * this process's unless others are given. When `signal` aborts, the browser is closed and the run rejects with its reason.
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
  signal?: AbortSignal,
): Promise<number> {
  await access(request.program).catch((cause: unknown) => {
    throw new ProgramError(`Cannot read the program "${request.program}"`, { cause });
  });
  signal?.throwIfAborted();
  const host = await serveRun(request, streams);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const abort = (): void => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const opening = open(host.url, (text) => reject(new ProgramError(`The page failed: ${text}`)));
  try {
    await Promise.race([opening, failed]);
    return await Promise.race([host.exited.catch((error: unknown) => whyGone(error, failed)), failed]);
  } finally {
    signal?.removeEventListener("abort", abort);
    // A browser that is still starting is closed too.
    const close = await opening.catch(() => undefined);
    await close?.();
    await host.close();
    streams.stdin?.pause();
    if (streams.stdin === process.stdin) process.stdin.unref?.();
  }
}

/** Milliseconds that a browser has to say why it left; a machine with much to do is slow to say it. */
const PATIENCE = 4000;

/** A page that crashes closes its socket first: the reason comes a little later, where there is one. */
async function whyGone(gone: unknown, failed: Promise<never>): Promise<never> {
  await Promise.race([failed, setTimeout(PATIENCE, undefined, { ref: false })]);
  throw gone;
}
