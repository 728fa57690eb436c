import type { Blocker } from "./blocker.ts";

/** Waits by giving the thread back to its event loop. */
export const JSPI: Blocker = {
  suspends: true,
  async pause(milliseconds, events) {
    if (milliseconds === Infinity) return Promise.race(events);
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Browsers and Node take a delay over 2^31 - 1 ms for 0, so a longer one becomes several pauses of the caller's loop.
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1));
    });
    await Promise.race([timeout, ...events]);
    clearTimeout(timer);
  },
};
