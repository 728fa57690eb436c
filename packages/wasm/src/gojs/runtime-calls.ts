import { wallClock } from "../vfs/clock.ts";
import { fillRandomly } from "../vfs/random.ts";
import type { GoMemory } from "./go-memory.ts";

/** What the calls of package `runtime` work on. */
export interface RuntimeWorld {
  readonly memory: GoMemory;
  readonly resume: () => void;
  readonly exit: (code: number) => void;
  /** Where the runtime's own messages go, by descriptor. */
  readonly write: (fd: number, bytes: Uint8Array) => void;
}

/** The imports of package `runtime`, and a way to stop what they started. */
export function runtimeCalls({ memory, resume, exit, write }: RuntimeWorld): {
  readonly calls: Record<string, (sp: number) => void>;
  readonly stop: () => void;
  /** Whether a timer is still to fire. */
  readonly ticking: () => boolean;
} {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let lastTimer = 0;

  /** Nobody calls a timer who could take the error of a trap; whoever waits for the program's end has it. */
  function fireSafely(id: number): void {
    try {
      fire(id);
    } catch {
      // As said above.
    }
  }

  function fire(id: number): void {
    resume();
    // The engine may fire a little early by Go's clock; Go then forgets to clear the timer and has to be asked again.
    while (timers.has(id)) resume();
  }

  const calls: Record<string, (sp: number) => void> = {
    wasmExit: (sp) => exit(memory.getInt32(sp + 8)),
    wasmWrite(sp) {
      const start = memory.getInt64(sp + 16);
      write(memory.getInt64(sp + 8), memory.bytes.subarray(start, start + memory.getInt32(sp + 24)));
    },
    resetMemoryDataView() {
      // Views renew themselves when the buffer changes.
    },
    // Asked at every turn of the scheduler; a float has all its digits for a hundred days.
    nanotime1: (sp) => memory.setInt64(sp + 8, Math.floor(performance.now() * 1e6)),
    walltime(sp) {
      const now = wallClock();
      memory.setInt64(sp + 8, Number(now / 1_000_000_000n));
      memory.setInt32(sp + 16, Number(now % 1_000_000_000n));
    },
    scheduleTimeoutEvent(sp) {
      const id = ++lastTimer;
      timers.set(
        id,
        setTimeout(() => fireSafely(id), memory.getInt64(sp + 8)),
      );
      memory.setInt32(sp + 16, id);
    },
    clearTimeoutEvent(sp) {
      const id = memory.getInt32(sp + 8);
      clearTimeout(timers.get(id));
      timers.delete(id);
    },
    getRandomData(sp) {
      fillRandomly(memory.getBytes(sp + 8));
    },
  };

  function stop(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  }

  return { calls, stop, ticking: () => timers.size > 0 };
}
