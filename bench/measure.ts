import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

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
  const [file = "", ...args] = command.argv;
  const cpu = childCpuSeconds();
  const start = performance.now();
  let tail = "";
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(file, args, { cwd: command.cwd, env: command.env, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer): void => {
      tail = (tail + chunk.toString()).slice(-4000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${command.argv.join(" ")} ended with ${code}:\n${tail}`);
  return { wall: (performance.now() - start) / 1000, cpu: childCpuSeconds() - cpu };
}

/** The median. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

/** CPU seconds of all children that were waited for: fields 16 and 17 of `/proc/self/stat` (proc(5)), in 10 ms ticks. */
export function childCpuSeconds(): number {
  if (process.platform !== "linux") throw new Error("Cannot measure CPU seconds: this needs Linux's /proc");
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
