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
  const program = await runGo(module, { args: [String(TICKS)], stdin, stdout });
  const [host] = await Promise.all([hostTicks(), program.exited]);
  clearInterval(feeding);
  return { ...(JSON.parse(text) as Ticks), host };
}

function hostTicks(): Promise<number[]> {
  const { promise, resolve } = Promise.withResolvers<number[]>();
  const gaps: number[] = [];
  let last: number | undefined;
  const timer = setInterval(() => {
    const now = performance.now();
    if (last !== undefined) gaps.push((now - last) * 1000);
    last = now;
    if (gaps.length < TICKS) return;
    clearInterval(timer);
    resolve(gaps);
  }, PERIOD / 1000);
  return promise;
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

/**
 * What a program's ticks are beside an oracle's, which other work on the machine holds up just as well: a line to print, and whether the
 * program adds less than a fifth of a period to the oracle's median deviation, and less than two periods to its largest.
 */
export function compareTicks(gaps: readonly number[], oracle: readonly number[]): { line: string; steady: boolean } {
  const [ours, theirs] = [jitterOf(gaps), jitterOf(oracle)];
  const told = ({ median, largest }: Jitter): string => `median ${inMs(median)}, largest ${inMs(largest)} ms`;
  return {
    line: `${told(ours)} from 10 ms; the oracle's timer: ${told(theirs)}`,
    steady: ours.median < theirs.median + PERIOD / 5 && ours.largest < theirs.largest + 2 * PERIOD,
  };
}

function inMs(us: number): string {
  return (us / 1000).toFixed(2);
}
