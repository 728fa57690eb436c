/** What the dev page and the place where the program runs (a worker, or the frame with the program's page) say to each other. */

/** The first message to a runner; its ports come with it: one for the streams, one for the files. */
export interface StartMessage {
  readonly slipway: "start";
  /** Where the host serves the program. */
  readonly base: string;
  readonly args: readonly string[];
}

/** A frame that has loaded its page says so to the page around it. */
export interface ReadyMessage {
  readonly slipway: "ready";
}

/** On the port of the streams, to the runner: a line, the end of input, or an order to stop. */
export type ToRunner = { readonly stdin: string } | { readonly end: true } | { readonly stop: true };

/** On the port of the streams, from the runner. */
export type FromRunner =
  | { readonly stream: "stdout" | "stderr"; readonly bytes: Uint8Array }
  | { readonly trap: string }
  | { readonly exit: number }
  | { readonly roots: readonly string[] };
