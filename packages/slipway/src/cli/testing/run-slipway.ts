import { spawn } from "node:child_process";
import path from "node:path";

/** How a run of the real command ended. */
export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as it is shipped: the bundle that `npm test` makes first. */
export const CLI = path.resolve(import.meta.dirname, "..", "..", "..", "dist", "cli.js");

/** How to run it. Nothing of the environment reaches it but what Go and git need to work, and `env`. */
export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** A program with arguments that starts the command, for example with other rights or on another disk. */
  readonly through?: readonly string[];
  /** The Node to run it with; default the one that runs the tests. */
  readonly node?: string;
  /** Called with the child, for tests that interrupt it. */
  readonly onStart?: (child: { readonly pid: number | undefined; kill(signal: NodeJS.Signals): void }) => void;
}

const PASSED_ON = [
  "PATH",
  "HOME",
  "GOCACHE",
  "GOMODCACHE",
  "GOPATH",
  "GOPROXY",
  "TMPDIR",
  "NODE_EXTRA_CA_CERTS",
  "LANG",
  "SystemRoot",
  "USERPROFILE",
  "LOCALAPPDATA",
];

/** Runs `slipway` with arguments and collects what it prints. */
export function runSlipway(args: readonly string[], options: RunOptions): Promise<Run> {
  const env: Record<string, string> = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  for (const name of PASSED_ON) if (process.env[name] !== undefined) env[name] = process.env[name];
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return new Promise((resolve, reject) => {
    const argv = [...(options.through ?? []), options.node ?? process.execPath, CLI, ...args];
    const child = spawn(argv[0] ?? process.execPath, argv.slice(1), {
      cwd: options.cwd,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    child.stdin.end(options.stdin ?? "");
    options.onStart?.({ pid: child.pid, kill: (signal) => void child.kill(signal) });
  });
}
