import { FILE } from "../vfs/backend.ts";
import { errnoOf, FsError } from "../vfs/fs-error.ts";
import { wait, type Steps } from "../vfs/steps.ts";
import { RIGHT } from "./abi.ts";
import { readClock } from "./process-calls.ts";
import type { System } from "./system.ts";

const CLOCK = 0;
const FD_READ = 1;
/** Bytes of a `$subscription` and of an `$event`. */
const SUBSCRIPTION = 48;
const EVENT = 32;

interface Event {
  readonly userdata: bigint;
  readonly type: number;
  readonly errno?: number;
  readonly bytes?: number;
}

/** A subscription to a moment of a clock. */
interface Alarm {
  readonly userdata: bigint;
  readonly clock: number;
  /** Nanoseconds on that clock. */
  readonly deadline: bigint;
}

/**
 * `poll_oneoff`: waits for clocks and descriptors together. The only call that Go waits in, so the only one that must be able
 * to suspend the program.
 *
 * @throws EINVAL without subscriptions
 */
export function* pollOneoff(
  system: System,
  inAt: number,
  outAt: number,
  count: number,
  resultAt: number,
): Steps<undefined> {
  const { memory, blocker, descriptors } = system;
  if (count === 0) throw new FsError("EINVAL");
  const length = (count >>> 0) * SUBSCRIPTION;
  const view = memory.view(inAt, length);
  memory.bytes(outAt, (count >>> 0) * EVENT);
  const alarms: Alarm[] = [];
  const reads: { readonly userdata: bigint; readonly fd: number }[] = [];
  const events: Event[] = [];
  for (let at = inAt >>> 0; at < (inAt >>> 0) + length; at += SUBSCRIPTION) {
    const userdata = view.getBigUint64(at, true);
    const type = view.getUint8(at + 8);
    const id = view.getUint32(at + 16, true);
    try {
      if (type === CLOCK) {
        const timeout = view.getBigUint64(at + 24, true);
        const absolute = (view.getUint16(at + 40, true) & 1) !== 0;
        const now = readClock(id);
        alarms.push({ userdata, clock: id, deadline: absolute ? timeout : now + timeout });
      } else if (type === FD_READ) {
        descriptors.get(id, RIGHT.POLL_FD_READWRITE);
        reads.push({ userdata, fd: id });
      } else {
        descriptors.get(id, RIGHT.POLL_FD_READWRITE);
        // Writes never wait: every sink takes all at once.
        events.push({ userdata, type });
      }
    } catch (error) {
      events.push({ userdata, type, errno: errnoOf(error) });
    }
  }
  for (;;) {
    const pending: Promise<void>[] = [];
    for (const { userdata, fd } of reads) {
      const { file } = descriptors.get(fd);
      const wake = file.pending();
      if (wake !== undefined) {
        pending.push(wake);
        continue;
      }
      const bytes = file.type === FILE ? (yield* wait(file.size())) - file.position : 1;
      events.push({ userdata, type: FD_READ, bytes: Math.max(bytes, 0) });
    }
    let shortest: bigint | undefined;
    for (const { userdata, clock, deadline } of alarms) {
      const left = deadline - readClock(clock);
      if (left <= 0n) events.push({ userdata, type: CLOCK });
      else if (shortest === undefined || left < shortest) shortest = left;
    }
    if (events.length > 0) break;
    yield* wait(blocker.pause(shortest === undefined ? undefined : Number(shortest) / 1e6, pending));
  }
  events.forEach(({ userdata, type, errno = 0, bytes = 0 }, index) => {
    const at = (outAt >>> 0) + index * EVENT;
    memory.bytes(at, EVENT).fill(0);
    const out = memory.view(at, EVENT);
    out.setBigUint64(at, userdata, true);
    out.setUint16(at + 8, errno, true);
    out.setUint8(at + 10, type);
    out.setBigUint64(at + 16, BigInt(bytes), true);
  });
  memory.setU32(resultAt, events.length);
  return undefined;
}
