import { runGo } from "../gojs/run-go.ts";
import { Pipe } from "../vfs/pipe.ts";

/** What `testdata/jitter` is asked for. */
export const TICKS = 100;
/** Its period, in microseconds. */
const PERIOD = 10_000;

/** What it tells; gaps are microseconds. */
export interface Ticks {
  readonly Lines: number;
  readonly Gaps: readonly number[];
}

/** The same with the gaps of the host's own timer, which ticked in the same thread at the same time. */
export interface TicksBeside extends Ticks {
  readonly host: readonly number[];
}

/** Runs the program in this thread beside the host's own timer. With `fed` a line arrives every 37 ms, else stdin stays silent. */
export async function tickBeside(module: WebAssembly.Module, fed: boolean): Promise<TicksBeside> {
  const stdin = new Pipe();
  const feeding = fed ? setInterval(() => stdin.push("a line\n"), 37) : undefined;
  const decoder = new TextDecoder();
  let text = "";
  const stdout = (bytes: Uint8Array): void => void (text += decoder.decode(bytes, { stream: true }));
  // It begins before the program and ends after it, so that whatever holds the thread up is seen by both.
  const host = hostTicks();
  const program = await runGo(module, { args: [String(TICKS)], stdin, stdout });
  await program.exited;
  clearInterval(feeding);
  return { ...(JSON.parse(text) as Ticks), host: host.stop() };
}

function hostTicks(): { readonly stop: () => readonly number[] } {
  const gaps: number[] = [];
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    gaps.push((now - last) * 1000);
    last = now;
  };
  const timer = setInterval(tick, PERIOD / 1000);
  return {
    stop() {
      clearInterval(timer);
      tick();
      return gaps;
    },
  };
}

/** How far gaps are from the period, in microseconds. */
interface Jitter {
  readonly median: number;
  readonly largest: number;
}

function jitterOf(gaps: readonly number[]): Jitter {
  const sorted = gaps.map((gap) => Math.abs(gap - PERIOD)).sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { median: at(sorted.length >> 1), largest: at(sorted.length - 1) };
}

/** What a program's ticks are beside an oracle's, which other work on the machine holds up just as well. */
export interface Comparison {
  /** To print. */
  readonly line: string;
  /** The program adds less than a fifth of a period to the oracle's median deviation. */
  readonly typical: boolean;
  /** And less than two periods to its largest: to be asked where both ran in one thread. */
  readonly steady: boolean;
}

export function compareTicks(gaps: readonly number[], oracle: readonly number[]): Comparison {
  const [ours, theirs] = [jitterOf(gaps), jitterOf(oracle)];
  const told = ({ median, largest }: Jitter): string => `median ${inMs(median)}, largest ${inMs(largest)} ms`;
  const typical = ours.median < theirs.median + PERIOD / 5;
  return {
    line: `${told(ours)} from 10 ms; the oracle's timer: ${told(theirs)}`,
    typical,
    steady: typical && ours.largest < theirs.largest + 2 * PERIOD,
  };
}

function inMs(us: number): string {
  return (us / 1000).toFixed(2);
}
