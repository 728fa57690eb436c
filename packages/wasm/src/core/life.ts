import type { Ended } from "./program.ts";

/** How a program ends: once, with a code or with the error of its crash. */
export interface Life {
  readonly exited: Promise<number>;
  /** How it ended, if it did. */
  readonly ended: Ended | undefined;
  readonly end: (code: number) => void;
  readonly crash: (error: unknown) => void;
}

/** @param release lets go of what the program holds */
export function lifeOf(release: () => void): Life {
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  // A program that nobody waits for must not end the page.
  exited.catch(() => {});
  let ended: Ended | undefined;
  function over(code?: number): void {
    ended ??= { code };
    release();
  }
  return {
    exited,
    get ended() {
      return ended;
    },
    end(code) {
      over(code);
      resolve(code);
    },
    crash(error) {
      over();
      reject(error);
    },
  };
}
