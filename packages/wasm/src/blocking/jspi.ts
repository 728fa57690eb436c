import type { Blocker } from "./blocker.ts";

/** Waits by giving the thread back to its event loop. */
export const JSPI: Blocker = {
  suspends: true,
  async pause(milliseconds, events) {
    const all = [...events];
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (milliseconds < Infinity) {
      // Browsers and Node take a delay over 2^31 - 1 ms for 0, so a longer one becomes several pauses of the caller's loop. Both cut fractions off: a
      // pause that ended too early would be followed by one of 4 ms, the least that browsers grant to timers that follow each other.
      const wait = Math.min(Math.ceil(milliseconds), 2 ** 31 - 1);
      all.push(new Promise((resolve) => (timer = setTimeout(resolve, wait))));
    }
    await Promise.race(all);
    clearTimeout(timer);
  },
};
