import { runSide } from "../scripts/compare/run-side.ts";

/** The cost of one run of a command. */
export interface Cost {
  /** Wall seconds. */
  readonly wall: number;
  /** User and system CPU seconds of the whole process tree. */
  readonly cpu: number;
}

/** A command with the folder and the environment it runs in. */
export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a command to its end. Fails with the end of its output when it does. */
export async function measure(command: Command): Promise<Cost> {
  const run = await runSide(command.argv, command.cwd, command.env);
  if (run.exitCode !== 0) throw new Error(`${command.argv.join(" ")} ended with ${run.exitCode}:\n${run.tail}`);
  if (run.cpuSeconds === undefined) throw new Error("Cannot measure CPU seconds: this needs Linux's /proc");
  return { wall: run.seconds, cpu: run.cpuSeconds };
}

/** The median. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}
