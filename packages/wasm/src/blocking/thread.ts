import type { Blocker } from "./blocker.ts";

/**
 * Waits by putting the thread to sleep, where it may sleep: in workers with shared memory, and in Node. Elsewhere it waits for clocks in
 * a loop, the last resort. `bell` is a shared word that another thread changes and notifies when input arrives; without one only
 * clocks end a pause. Promises cannot settle while the thread sleeps, so events of this thread never end a pause: whoever uses this
 * feeds input through shared memory.
 */
export function threadBlocker(bell?: Int32Array): Blocker {
  return {
    suspends: false,
    pause(milliseconds) {
      // Nothing could ever end it.
      if (bell === undefined && milliseconds === Infinity) {
        throw Object.assign(new Error("Cannot wait for input in this thread"), { code: "ENOTSUP" });
      }
      try {
        bell ??= new Int32Array(new SharedArrayBuffer(4));
        Atomics.wait(bell, 0, Atomics.load(bell, 0), milliseconds);
      } catch {
        const end = performance.now() + milliseconds;
        while (performance.now() < end);
      }
    },
  };
}
