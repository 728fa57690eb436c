import { execFile, type ExecFileException } from "node:child_process";

/** What a short process printed. */
export interface Captured {
  /** 127 when the program does not exist. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The system's error code when it could not be started or was cut off (`ENOENT`, `E2BIG`, `ABORT_ERR` ...). */
  readonly failure?: string;
}

/** How to run it. The environment is exactly `env`. */
export interface CaptureOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly stdin?: string;
}

/**
 * Runs a short, quiet program (git asking about one fact) with as little of our own time as possible: no process
 * group, no meter, no library to load. Never rejects; the caller reads the exit code.
 *
 * Everything that may run long, have children or print much belongs to `runProcess`.
 */
export function capture(argv: readonly string[], options: CaptureOptions): Promise<Captured> {
  const [file = "", ...args] = argv;
  const { cwd, env, signal, stdin } = options;
  return new Promise((resolve) => {
    const ended = (error: ExecFileException | null, stdout: string, stderr: string): void => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ exitCode: error.code, stdout, stderr });
      else resolve({ exitCode: 127, stdout, stderr, failure: error.code ?? error.signal ?? error.message });
    };
    try {
      const child = execFile(
        file,
        args,
        {
          cwd,
          env,
          encoding: "utf8",
          maxBuffer: 1 << 28,
          windowsHide: true,
          ...(signal === undefined ? {} : { signal }),
        },
        ended,
      );
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(stdin ?? "");
    } catch (error) {
      // Node throws at once what it does not know as a missing program, such as a command line that is too long.
      const { code, message } = error as NodeJS.ErrnoException;
      resolve({ exitCode: 127, stdout: "", stderr: "", failure: code ?? message });
    }
  });
}
