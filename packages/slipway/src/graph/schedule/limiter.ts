/** What somebody asks to be admitted with. */
export interface Claim {
  /** CPU tokens; more than there are count as all. */
  readonly cpu: number;
  /** Bytes expected; more than the budget count as all of it. */
  readonly memory: number;
  /** Words that only one may hold at a time. */
  readonly exclusive: readonly string[];
  /** The largest goes first; equal ones in the order of `order`. */
  readonly priority: number;
  readonly order: number;
  /** What will be asked for when this is done. */
  readonly next?: Claim;
}

/** An admission. `cpu` and `memory` are what was given. */
export interface Grant {
  readonly cpu: number;
  readonly memory: number;
  /** Cores that the work may well use: its share of them while enough of its like waits to keep the rest busy, else all. */
  readonly cores: number;
  release(): void;
}

interface Waiting {
  readonly claim: Claim;
  passed: number;
  admit(grant: Grant): void;
}

/**
 * Admits work within CPU tokens and a memory budget, the longest remaining chain first.
 *
 * Smaller work may overtake what does not fit yet, so that no core waits; but after as many overtakings as there are
 * tokens the one that waits is let through before anything else, so that it does not wait for ever.
 */
export class Limiter {
  readonly #cpu: number;
  readonly #memory: number;
  readonly #cores: number;
  #freeCpu: number;
  #freeMemory: number;
  #running = 0;
  readonly #held = new Set<string>();
  readonly #queue: Waiting[] = [];
  #scheduled = false;

  /** `cores` are those of the machine; as many as tokens unless it is said. */
  constructor(limits: { readonly cpu: number; readonly memory: number; readonly cores?: number }) {
    this.#cpu = this.#freeCpu = Math.max(1, limits.cpu);
    this.#memory = this.#freeMemory = limits.memory;
    this.#cores = Math.max(1, limits.cores ?? this.#cpu);
  }

  /** Waits for admission. @throws the signal's reason when it is aborted first. */
  acquire(claim: Claim, signal?: AbortSignal): Promise<Grant> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const waiting: Waiting = {
        claim,
        passed: 0,
        admit: (grant) => {
          signal?.removeEventListener("abort", leave);
          resolve(grant);
        },
      };
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        reject(signal?.reason as Error);
        this.#schedule();
      };
      signal?.addEventListener("abort", leave, { once: true });
      const after = this.#queue.findIndex((other) => before(claim, other.claim));
      this.#queue.splice(after === -1 ? this.#queue.length : after, 0, waiting);
      this.#schedule();
    });
  }

  /** Everything that becomes ready in one turn is seen before the first of it is admitted: the order decides, not luck. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#admit();
    });
  }

  #admit(): void {
    const overtaken: Waiting[] = [];
    for (const waiting of this.#queue.slice()) {
      const { claim } = waiting;
      const cpu = Math.min(claim.cpu, this.#cpu);
      const least = Math.min(claim.memory, this.#memory);
      if (claim.exclusive.some((word) => this.#held.has(word))) continue;
      // With nothing running everything fits, whatever the books say.
      if (this.#running > 0 && (cpu > this.#freeCpu || least > this.#freeMemory)) {
        if (waiting.passed >= this.#cpu) return;
        overtaken.push(waiting);
        continue;
      }
      for (const other of overtaken) other.passed += 1;
      this.#queue.splice(this.#queue.indexOf(waiting), 1);
      waiting.admit(this.#grant(claim, cpu, least));
    }
  }

  #grant(claim: Claim, cpu: number, least: number): Grant {
    // The share of the budget that goes with the tokens, when nobody else holds it: a compiler may then collect less garbage.
    const share = Math.min(Math.floor((this.#memory * cpu) / this.#cpu), this.#freeMemory);
    const memory = claim.memory > 0 ? Math.max(least, share) : 0;
    const cores = this.#shareOfCores(claim, cpu, least);
    this.#freeCpu -= cpu;
    this.#freeMemory -= memory;
    this.#running += 1;
    for (const word of claim.exclusive) this.#held.add(word);
    let released = false;
    return {
      cpu,
      memory,
      cores,
      release: () => {
        if (released) return;
        released = true;
        this.#freeCpu += cpu;
        this.#freeMemory += memory;
        this.#running -= 1;
        for (const word of claim.exclusive) this.#held.delete(word);
        this.#schedule();
      },
    };
  }

  /**
   * Threads beside as many other processes as there are cores only wait for one another and for the CPU's caches. Work is
   * of the same kind when it takes at least half as much memory; of that with one exclusive word only one can run.
   */
  #shareOfCores(claim: Claim, cpu: number, memory: number): number {
    const beside = Math.floor(Math.min(this.#cpu / Math.max(1, cpu), memory > 0 ? this.#memory / memory : Infinity));
    const words = new Set(claim.exclusive);
    let alike = 0;
    for (const waiting of this.#queue) {
      const other = waiting.claim.next ?? waiting.claim;
      if (other.cpu === 0 || other.memory * 2 < claim.memory) continue;
      if (other.exclusive.some((word) => words.has(word) || this.#held.has(word))) continue;
      for (const word of other.exclusive) words.add(word);
      alike += 1;
    }
    return alike < beside ? this.#cores : Math.max(1, Math.floor(this.#cores / Math.max(1, beside)));
  }
}

function before(a: Claim, b: Claim): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.order < b.order);
}
