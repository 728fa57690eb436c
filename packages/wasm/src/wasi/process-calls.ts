import { wallClock, monotonicClock } from "../vfs/clock.ts";
import { fail } from "../vfs/fs-error.ts";
import { fillRandomly } from "../vfs/random.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { Exit, type Call, type System } from "./system.ts";

/** Arguments, environment, clocks, randomness and exit. */
export function processCalls({ memory, args, env }: System): Record<string, Call> {
  /** The pair of calls that hand over a list of strings: their sizes, then pointers and NUL-terminated bytes. */
  function strings(list: readonly string[]): [Call, Call] {
    const encoded = list.map((text) => encodeUtf8(`${text}\0`));
    return [
      (countAt: number, sizeAt: number) => {
        memory.setU32(countAt, encoded.length);
        const size = encoded.reduce((sum, { length }) => sum + length, 0);
        memory.setU32(sizeAt, size);
      },
      (pointersAt: number, bytesAt: number) => {
        let at = bytesAt;
        for (const [index, bytes] of encoded.entries()) {
          memory.setU32(pointersAt + index * 4, at);
          memory.bytes(at, bytes.length).set(bytes);
          at += bytes.length;
        }
      },
    ];
  }

  const [args_sizes_get, args_get] = strings(args);
  const [environ_sizes_get, environ_get] = strings(env);
  return {
    args_sizes_get,
    args_get,
    environ_sizes_get,
    environ_get,
    clock_time_get(clock: number, _precision: bigint, resultAt: number) {
      memory.put(resultAt, "8", readClock(clock));
    },
    random_get(address: number, length: number) {
      fillRandomly(memory.bytes(address, length));
    },
    proc_exit(code: number) {
      throw new Exit(code >>> 0);
    },
    sched_yield() {},
  };
}

/** Nanoseconds of a `$clockid`: realtime, monotonic; the two CPU clocks are the monotonic one. @throws EINVAL */
export function readClock(clock: number): bigint {
  if (clock >>> 0 > 3) fail("EINVAL");
  return clock === 0 ? wallClock() : monotonicClock();
}
