/** Timers know no longer ones. */
const LONGEST = 2 ** 31;

/**
 * How long a run lets itself be held up by a remote: so many milliseconds, and half of what it saves. Requests side by side
 * hold it up once. When all of it is used up, `signal` aborts.
 */
export class Patience {
  readonly #ended = new AbortController();
  readonly #now: () => number;
  #left: number;
  #waited = 0;
  #waiting = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, now: () => number = () => performance.now()) {
    this.#left = ms;
    this.#now = now;
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Milliseconds in which something was waited for. */
  get waited(): number {
    return this.#waited + (this.#waiting > 0 ? this.#now() - this.#since : 0);
  }

  /** What is being fetched, or was, had taken so long to make. */
  saves(ms: number): void {
    this.#left += ms / 2;
    if (this.#waiting > 0) this.#watch();
  }

  async wait<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    if (this.#waiting === 1) {
      this.#since = this.#now();
      this.#watch();
    }
    try {
      return await work();
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) {
        clearTimeout(this.#timer);
        this.#left -= this.#now() - this.#since;
        this.#waited += this.#now() - this.#since;
      }
    }
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const left = this.#left - (this.#now() - this.#since);
    if (left <= 0) this.#ended.abort();
    else if (left < LONGEST) this.#timer = setTimeout(() => this.#ended.abort(), left);
  }
}
