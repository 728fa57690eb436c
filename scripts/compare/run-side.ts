import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What one tool's run cost and how it ended. */
export interface SideRun {
  readonly exitCode: number;
  readonly seconds: number;
  /** User and system CPU seconds of the whole process tree; `undefined` where the host does not tell. */
  readonly cpuSeconds: number | undefined;
  /** The end of what it printed. */
  readonly tail: string;
}

/** Runs one command to its end and measures it. Output is kept for the report of a failure only. */
export async function runSide(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<SideRun> {
  const [file = "", ...args] = argv;
  const before = childCpuSeconds();
  const start = performance.now();
  let output = "";
  const exitCode = await new Promise<number>((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-8000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
  const after = childCpuSeconds();
  return {
    exitCode,
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: before === undefined || after === undefined ? undefined : after - before,
    tail: output.split("\n").slice(-30).join("\n"),
  };
}

/** CPU seconds of all children that were waited for: fields 16 and 17 of `/proc/self/stat` (proc(5)), in 10 ms ticks. */
function childCpuSeconds(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
