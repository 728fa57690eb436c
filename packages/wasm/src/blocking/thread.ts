import type { Blocker } from "./blocker.ts";

/**
 * Waits by putting the thread to sleep, where it may sleep. `bell` is a shared word that another thread changes and notifies
 * when input arrives; without one only clocks end a pause. Promises cannot settle while the thread sleeps, so events of this
 * thread never end a pause: whoever uses this feeds input through shared memory.
 */
export function threadBlocker(bell?: Int32Array): Blocker {
  const word = bell ?? sleepingWord();
  return {
    kind: word === undefined ? "spin" : "atomics",
    suspends: false,
    pause(milliseconds) {
      if (word !== undefined) {
        Atomics.wait(word, 0, Atomics.load(word, 0), milliseconds);
        return;
      }
      const end = performance.now() + (milliseconds ?? 0);
      while (performance.now() < end);
    },
  };
}

/** A word to sleep on, if this thread may: not on a page's main thread, nor without shared memory. */
function sleepingWord(): Int32Array | undefined {
  if (typeof SharedArrayBuffer === "undefined") return undefined;
  const word = new Int32Array(new SharedArrayBuffer(4));
  try {
    Atomics.wait(word, 0, 0, 0);
    return word;
  } catch {
    return undefined;
  }
}
