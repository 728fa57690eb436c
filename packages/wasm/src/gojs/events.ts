/** A call from JavaScript that waits for Go to take it. */
interface PendingEvent {
  readonly id: number;
  readonly this: unknown;
  readonly args: ArrayLike<unknown>;
  result?: unknown;
}

/** What `syscall/js` knows as "the Go object": it takes events from here and makes functions with it. */
export interface GoObject {
  _pendingEvent: PendingEvent | null;
  readonly _makeFuncWrapper: (id: number) => (...values: unknown[]) => unknown;
}

/** Makes the Go object of a program. `resume` lets the program run until it has dealt with the event. */
export function goObject(resume: () => void): GoObject {
  const go: GoObject = {
    _pendingEvent: null,
    _makeFuncWrapper: (id) =>
      function (this: unknown, ...values: unknown[]): unknown {
        const event: PendingEvent = { id, this: this, args: values };
        go._pendingEvent = event;
        resume();
        return event.result;
      },
  };
  return go;
}
