import type { Job } from "../job.ts";
import type { Made } from "../made.ts";
import { batchWord } from "../schedule/batches.ts";

type MakeJobs = (jobs: readonly Job[]) => Promise<(Made | Error)[]>;

interface Gate {
  readonly open: Set<Job>;
  readonly missed: { readonly job: Job; settle(made: Made | Error): void }[];
}

/**
 * Where the members of a batch wait for each other: once it is known of every member whether it must run, those that must
 * run together.
 */
export class BatchGates {
  readonly #gates = new Map<string, Gate>();
  readonly #make: MakeJobs;

  constructor(batches: ReadonlyMap<string, readonly Job[]>, make: MakeJobs) {
    for (const [word, jobs] of batches) this.#gates.set(word, { open: new Set(jobs), missed: [] });
    this.#make = make;
  }

  /** Says that a job need not run (any more). To be called for every job; the others pay no heed. */
  leave(job: Job): void {
    const gate = this.#gates.get(batchWord(job));
    if (gate?.open.delete(job)) this.#check(gate);
  }

  /** Runs a job, with the others of its batch that must run. */
  async make(job: Job): Promise<Made> {
    const gate = this.#gates.get(batchWord(job));
    const made = gate?.open.has(job)
      ? await new Promise<Made | Error>((settle) => {
          gate.missed.push({ job, settle });
          gate.open.delete(job);
          this.#check(gate);
        })
      : (await this.#make([job]))[0]!;
    if (made instanceof Error) throw made;
    return made;
  }

  #check(gate: Gate): void {
    if (gate.open.size > 0 || gate.missed.length === 0) return;
    const missed = gate.missed.splice(0).sort((a, b) => a.job.index - b.job.index);
    this.#make(missed.map(({ job }) => job)).then(
      (results) => missed.forEach((each, at) => each.settle(results[at] ?? new Error("Internal error: no result"))),
      (error: unknown) =>
        missed.forEach((each) => each.settle(error instanceof Error ? error : new Error(String(error)))),
    );
  }
}
