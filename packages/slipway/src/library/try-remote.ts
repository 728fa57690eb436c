import { sha256 } from "../platform/hash.ts";
import { RemoteError, type Remote } from "../scale/remote/remote.ts";

/** Asks for something that nobody has: an answer of any kind shows that there is a cache which lets us in. */
export async function tryToRead(remote: Remote, signal: AbortSignal): Promise<void> {
  await remote.look?.(false);
  await remote.get({ space: "actions", name: sha256("slipway doctor") }, { signal, limit: 1e6 });
}

/**
 * Writes a small object and reads it back. Where nothing can be removed it is the same one each time, so that one is left
 * at most; where it can be, each has its own, so that nobody removes what another one reads back.
 */
export async function tryToWrite(remote: Remote, signal: AbortSignal): Promise<void> {
  await remote.look?.(true);
  const own = remote.remove === undefined ? "" : ` ${crypto.randomUUID()}`;
  const bytes = new TextEncoder().encode(`slipway doctor${own}\n`);
  const key = { space: "blobs", name: sha256(bytes), size: bytes.length } as const;
  await remote.put(key, bytes, { signal });
  try {
    const back = await remote.get(key, { signal, limit: bytes.length });
    if (back === undefined) throw new RemoteError("damaged", "what was written to it is not there");
    if (sha256(back) !== key.name)
      throw new RemoteError("damaged", "what was written to it comes back as something else");
  } finally {
    await remote.remove?.(key);
  }
}

/** Gives up on an answer after so many milliseconds, whatever the back end makes of its signal. */
export async function withinTime(ms: number, ask: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ms);
  const ended = new Promise<never>((_, reject) => {
    late.signal.addEventListener("abort", () => reject(new RemoteError("slow", `no answer within ${ms / 1000} s`)));
  });
  try {
    await Promise.race([ask(late.signal), ended]);
  } finally {
    clearTimeout(timer);
  }
}
