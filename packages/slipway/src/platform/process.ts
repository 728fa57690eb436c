import { SlipwayError } from "../errors.ts";

/** How to run a child process. The environment is exactly `env`; nothing is inherited. */
export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly stdin?: string | Uint8Array;
  /** Milliseconds after which the process tree is killed. */
  readonly timeout?: number;
  /** Called with each chunk as it comes. */
  readonly onOutput?: (stream: "stdout" | "stderr", text: string) => void;
  /** Bytes of each stream to keep in the result; the rest is only passed to `onOutput`. Default 16 MiB. */
  readonly keep?: number;
  /** Fail when the exit code is not 0. Default true. */
  readonly check?: boolean;
}

/** What a finished process left. */
export interface ProcessResult {
  readonly exitCode: number;
  /** The signal that ended it, when one did. */
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall milliseconds. */
  readonly ms: number;
  readonly timedOut: boolean;
  /** User and system CPU milliseconds of the process tree, where the host tells. */
  readonly cpuMs?: number;
  /** Peak resident bytes of the process tree, where the host tells. */
  readonly peakBytes?: number;
}
void SlipwayError;
