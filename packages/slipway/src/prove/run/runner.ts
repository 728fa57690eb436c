/** What can run programs of a target on this machine. Plain data: how it is started is `run/command-line.ts`. */
export interface Runner {
  readonly kind: "host" | "qemu" | "wine" | "node-wasi" | "wasmtime" | "wazero" | "node-js" | "chromium";
  /** What people read: `this machine`, `qemu-aarch64`, `wine`. */
  readonly name: string;
  /** The program that does it; none where the system itself runs it. */
  readonly program?: string;
  /** Files whose content tells which version it is. */
  readonly files: readonly string[];
  /** How many times longer than on the machine itself things may take. */
  readonly slowness: number;
}

/** A runner that would do and is not here, or why nothing can. */
export interface MissingRunner {
  readonly name: string;
  readonly reason: string;
  /** How it would be run: what to install, or the CI job that has it. */
  readonly hint: string;
  /** Where its programs would be found: once one appears, the result is out of date. */
  readonly watched: readonly string[];
}

/** How programs of one target run here. */
export interface RunnerChoice {
  readonly runners: readonly Runner[];
  readonly missing: readonly MissingRunner[];
}
