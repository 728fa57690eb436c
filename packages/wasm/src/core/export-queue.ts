import { ProgramError } from "./program.ts";

/**
 * Runs calls into one instance strictly one after the other. Two overlapping calls would share Go's one stack pointer and
 * corrupt its runtime, so a queue is a matter of safety, not of fairness.
 */
export class ExportQueue {
  #last: Promise<unknown> = Promise.resolve();
  #ended: Error | undefined;

  /** Runs `work` after everything before it, whether that failed or not. */
  add<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      if (this.#ended !== undefined) throw this.#ended;
      return work();
    });
    this.#last = result.catch(() => {});
    return result;
  }

  /** Makes every call that has not begun fail. */
  end(why: string): void {
    this.#ended ??= new ProgramError(`Cannot call the program: ${why}`);
  }
}
