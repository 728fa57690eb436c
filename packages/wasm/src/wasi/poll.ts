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
  if ((count - 1) >>> 0 >= MAXIMUM) fail("EINVAL");
  const view = memory.view(inAt, count * SUBSCRIPTION);
  memory.view(outAt, count * EVENT);
  memory.view(resultAt, 4);
  /** `deadline` is nanoseconds on the clock `id`; of a descriptor it says nothing. */
  const subscriptions: { userdata: bigint; type: number; id: number; deadline: bigint }[] = [];
  /** userdata, errno and type in one word, bytes */
  const events: [bigint, number, number][] = [];
  for (let index = 0; index < count; index++) {
    const at = (inAt >>> 0) + index * SUBSCRIPTION;
    const userdata = view.getBigUint64(at, true);
    const type = view.getUint8(at + 8);
    const id = view.getUint32(at + 16, true);
    let deadline = view.getBigUint64(at + 24, true);
    try {
      if (type !== CLOCK) descriptors.get(id, POLL_FD_READWRITE);
      else if ((view.getUint16(at + 40, true) & 1) === 0) deadline += readClock(id);
      subscriptions.push({ userdata, type, id, deadline });
    } catch (error) {
      events.push([userdata, errnoOf(error) | (type << 16), 0]);
    }
  }
  for (;;) {
    const pending: Promise<void>[] = [];
    let shortest = Infinity;
    for (const { userdata, type, id, deadline } of subscriptions) {
      let bytes = 0;
      if (type === CLOCK) {
        const left = Number(deadline - readClock(id));
        if (left > 0) {
          shortest = Math.min(shortest, left);
          continue;
        }
      } else {
        const { file } = descriptors.get(id);
        // Writes never wait: every sink takes all at once.
        const wake = type === FD_READ ? file.pending() : undefined;
        if (wake !== undefined) {
          pending.push(wake);
          continue;
        }
        bytes = file.type === FILE ? Math.max((yield* wait(file.size())) - file.position, 0) : 1;
      }
      events.push([userdata, type << 16, bytes]);
    }
    if (events.length > 0) break;
    yield* wait(blocker.pause(shortest / 1e6, pending));
  }
  events.forEach((event, index) => memory.put((outAt >>> 0) + index * EVENT, "8488", ...event, 0));
  memory.setU32(resultAt, events.length);
}
