/** A call from JavaScript that waits for Go to take it. */
interface PendingEvent {
  id: number;
  this: unknown;
  readonly args: unknown[];
  result: unknown;
}

/** What `syscall/js` knows as "the Go object": it takes events from here and makes functions with it. */
export interface GoObject {
  _pendingEvent: PendingEvent | null;
  readonly _makeFuncWrapper: (id: number) => (...values: unknown[]) => unknown;
}

/** What may still call a program that has returned to the event loop. */
export interface Awaited {
  /** The functions that it made and gave to anybody but its own file system, which calls each back once. */
  functions: number;
  /** The calls of its file system that are under way. */
  calls: number;
}

/** Where Go has not put a result yet. */
const NONE: unique symbol = Symbol("no result yet");
/** Events that are kept for the next calls; as many as calls are nested. */
const SPARE = 16;

/** Makes the Go object of a program. `resume` lets the program run until it has dealt with the event. */
export function goObject(resume: () => void, awaited: Awaited = { functions: 0, calls: 0 }): GoObject {
  // Go takes an event's arguments first and puts the result last, so one that has its result can be used again: its references are known
  // already, which is a third of what a call costs.
  const spare: PendingEvent[] = [];
  const go: GoObject = {
    _pendingEvent: null,
    _makeFuncWrapper(id) {
      awaited.functions++;
      return function (this: unknown, ...values: unknown[]): unknown {
        const event = spare.pop() ?? { id, this: this, args: [], result: NONE };
        event.id = id;
        event.this = this;
        event.result = NONE;
        for (let index = 0; index < values.length; index++) event.args[index] = values[index];
        event.args.length = values.length;
        go._pendingEvent = event;
        resume();
        const { result } = event;
        // A function that waits in Go has its result later, where nobody looks for it any more.
        if (result === NONE) return undefined;
        event.this = undefined;
        event.args.length = 0;
        if (spare.length < SPARE) spare.push(event);
        return result;
      };
    },
  };
  return go;
}
