import { wallClock, monotonicClock } from "../vfs/clock.ts";
import { fail } from "../vfs/fs-error.ts";
import { Exit, type Call, type System } from "./system.ts";

/** Arguments, environment, clocks, randomness and exit. */
export function processCalls({ memory, args, env }: System): Record<string, Call> {
  const encoder = new TextEncoder();

  /** The pair of calls that hand over a list of strings: their sizes, then pointers and NUL-terminated bytes. */
  function strings(list: readonly string[]): [Call, Call] {
    const encoded = list.map((text) => encoder.encode(`${text}\0`));
    return [
      (countAt: number, sizeAt: number) => {
        memory.setU32(countAt, encoded.length);
        memory.setU32(
          sizeAt,
          encoded.reduce((sum, { length }) => sum + length, 0),
        );
      },
      (pointersAt: number, bytesAt: number) => {
        let at = bytesAt;
        encoded.forEach((bytes, index) => {
          memory.setU32(pointersAt + index * 4, at);
          memory.bytes(at, bytes.length).set(bytes);
          at += bytes.length;
        });
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
    clock_res_get(clock: number, resultAt: number) {
      if (clock >>> 0 > 3) fail("EINVAL");
      memory.put(resultAt, "8", 1000);
    },
    clock_time_get(clock: number, _precision: bigint, resultAt: number) {
      memory.put(resultAt, "8", readClock(clock));
    },
    random_get(address: number, length: number) {
      const bytes = memory.bytes(address, length);
      for (let at = 0; at < bytes.length; at += 65_536) {
        crypto.getRandomValues(bytes.subarray(at, at + 65_536) as Uint8Array<ArrayBuffer>);
      }
    },
    proc_exit(code: number) {
      throw new Exit(code >>> 0);
    },
    proc_raise(signal: number) {
      // As a shell reports a program that a signal ended.
      throw new Exit(128 + (signal & 127));
    },
    sched_yield() {},
  };
}

/** Nanoseconds of a `$clockid`: realtime, monotonic; the two CPU clocks are the monotonic one. @throws EINVAL */
export function readClock(clock: number): bigint {
  if (clock >>> 0 > 3) fail("EINVAL");
  return clock === 0 ? wallClock() : monotonicClock();
}
