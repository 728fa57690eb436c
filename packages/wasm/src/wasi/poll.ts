import { FILE } from "../vfs/backend.ts";
import { errnoOf, fail } from "../vfs/fs-error.ts";
import { wait, type Steps } from "../vfs/steps.ts";
import { readClock } from "./process-calls.ts";
import { POLL_FD_READWRITE } from "./rights.ts";
import type { System } from "./system.ts";

const CLOCK = 0;
const FD_READ = 1;
/** Bytes of a `$subscription` and of an `$event`. */
const SUBSCRIPTION = 48;
const EVENT = 32;
/** More subscriptions than there can be descriptors are a fault. */
const MAXIMUM = 1 << 17;

/**
 * `poll_oneoff`: waits for clocks and descriptors together. The only call that Go waits in, so the only one that must be able
 * to suspend the program.
 *
 * @throws EINVAL without subscriptions
 */
export function* pollOneoff(
  { memory, blocker, descriptors }: System,
  inAt: number,
  outAt: number,
  count: number,
  resultAt: number,
): Steps<void> {
  if (count >>> 0 > MAXIMUM || count === 0) fail("EINVAL");
  const view = memory.view(inAt, count * SUBSCRIPTION);
  memory.view(outAt, count * EVENT);
  memory.view(resultAt, 4);
  /** `deadline` is nanoseconds on the clock `id`. */
  const alarms: { readonly userdata: bigint; readonly id: number; readonly deadline: bigint }[] = [];
  const files: { readonly userdata: bigint; readonly id: number; readonly type: number }[] = [];
  /** userdata, errno, type, bytes */
  const events: [bigint, number, number, number][] = [];
  for (let index = 0; index < count; index++) {
    const at = (inAt >>> 0) + index * SUBSCRIPTION;
    const userdata = view.getBigUint64(at, true);
    const type = view.getUint8(at + 8);
    const id = view.getUint32(at + 16, true);
    try {
      if (type === CLOCK) {
        const absolute = view.getUint16(at + 40, true) & 1;
        alarms.push({ userdata, id, deadline: view.getBigUint64(at + 24, true) + (absolute ? 0n : readClock(id)) });
      } else {
        descriptors.get(id, POLL_FD_READWRITE);
        files.push({ userdata, id, type });
      }
    } catch (error) {
      events.push([userdata, errnoOf(error), type, 0]);
    }
  }
  for (;;) {
    const pending: Promise<void>[] = [];
    for (const { userdata, id, type } of files) {
      const { file } = descriptors.get(id);
      // Writes never wait: every sink takes all at once.
      const wake = type === FD_READ ? file.pending() : undefined;
      if (wake === undefined) {
        const bytes = file.type === FILE ? (yield* wait(file.size())) - file.position : 1;
        events.push([userdata, 0, type, Math.max(bytes, 0)]);
      } else {
        pending.push(wake);
      }
    }
    let shortest = Infinity;
    for (const { userdata, id, deadline } of alarms) {
      const left = Number(deadline - readClock(id));
      if (left > 0) shortest = Math.min(shortest, left);
      else events.push([userdata, 0, CLOCK, 0]);
    }
    if (events.length > 0) break;
    yield* wait(blocker.pause(shortest / 1e6, pending));
  }
  events.forEach((event, index) => memory.put((outAt >>> 0) + index * EVENT, "82182", ...event, 0));
  memory.setU32(resultAt, events.length);
}
