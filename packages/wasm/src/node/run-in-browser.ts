import { access } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { ProgramError } from "../core/program.ts";
import { serveRun } from "./run-host.ts";
import type { HostStreams, OpenPage, RunRequest } from "./shapes.ts";
import { writeFully } from "./write-fully.ts";

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
    return await Promise.race([host.exited.catch((error: unknown) => whyGone(error, failed)), failed]);
  } finally {
    await close?.();
    await host.close();
    streams.stdin?.pause();
    if (streams.stdin === process.stdin) process.stdin.unref?.();
  }
}

/** Milliseconds that a browser has to say why it left. */
const PATIENCE = 1000;

/** A page that crashes closes its socket first: the reason comes a little later, where there is one. */
async function whyGone(gone: unknown, failed: Promise<never>): Promise<never> {
  await Promise.race([failed, setTimeout(PATIENCE, undefined, { ref: false })]);
  throw gone;
}
