import type { Emit } from "../events.ts";

/** Something that turns events into something to look at. */
export interface Reporter {
  readonly emit: Emit;
  /** Called once after the last event; leaves the terminal as it was found. */
  readonly close: () => void;
}

/** Where a reporter writes. */
export type Write = (text: string) => void;
