import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Peak memory of a release against the budget that it was given, in bytes. */
export interface MemoryRow {
  readonly budget: number;
  readonly peak: number;
}

/** Functions of the generated package; so many take cmd/compile about 1.2 GB. */
const FUNCTIONS = 3600;
const BUDGET = 2_000_000_000;

/**
 * Releases a program whose one package takes the compiler about 1.2 GB, for four targets, with a budget that holds one
 * such compile but not two. The memory of the whole process tree is sampled from `/proc`.
 */
export async function memoryPeak(): Promise<MemoryRow> {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-bench-memory-"));
  try {
    const project = path.join(home, "big");
    mkdirSync(project);
    writeFileSync(path.join(project, "go.mod"), "module example.test/big\n\ngo 1.21\n");
    writeFileSync(path.join(project, "main.go"), bigProgram());
    writeFileSync(
      path.join(project, "slipway.yaml"),
      "version: 2\nbuilds:\n  - targets: [linux_amd64, linux_arm64, windows_amd64, darwin_arm64]\n",
    );
    const release = async (): Promise<number> => {
      const env = {
        ...process.env,
        SLIPWAY_CACHE: path.join(home, "cache"),
        GOCACHE: path.join(home, "go"),
        CI: "true",
      };
      const slipway = path.resolve(import.meta.dirname, "..", "slipway");
      return peakOf([slipway, "release", "--snapshot", "--skip=prove", `--memory=${BUDGET}`], project, env);
    };
    // The first run knows nothing of the project and learns; the second, of other sources, plans with what was learnt.
    await release();
    writeFileSync(path.join(project, "main.go"), `${bigProgram()}\nvar changed = 1\n`);
    return { budget: BUDGET, peak: await release() };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function bigProgram(): string {
  const body = Array.from(
    { length: 60 },
    (_, at) => `\tif x > ${at} { y += s[x%${(at % 97) + 1}] * ${at + 3}; x ^= y }`,
  );
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, at) => `func f${at}(x, y int, s []int) int {\n${body.join("\n")}\n\treturn y\n}`,
  );
  const table = Array.from({ length: FUNCTIONS }, (_, at) => `\tf${at},`);
  return `package main\n\n${functions.join("\n")}\nvar table = []func(int, int, []int) int{\n${table.join("\n")}\n}\n\nfunc main() { println(table[0](1, 2, make([]int, 100))) }\n`;
}

/** Runs a command and gives the largest sum of resident bytes that its process tree had. */
function peakOf(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const [file = "", ...args] = argv;
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, treeBytes(child.pid ?? 0))), 20);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      if (code === 0) resolve(peak);
      else reject(new Error(`${argv.join(" ")} ended with ${code}`));
    });
  });
}

/** Resident bytes of a process and all below it (proc(5): `stat` field 4 is the parent, field 24 the pages). */
function treeBytes(root: number): number {
  const processes = new Map<number, { parent: number; bytes: number }>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      processes.set(Number(name), { parent: Number(fields[1]), bytes: Number(fields[21]) * 4096 });
    } catch {
      // It ended in between.
    }
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return [...processes].reduce((sum, [pid, { bytes }]) => (belongs(pid) ? sum + bytes : sum), 0);
}
