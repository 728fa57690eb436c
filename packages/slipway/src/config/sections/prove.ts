/** One smoke run of what the user will get. Strings are templates. */
export interface SmokeRun {
  /** Build ids it is for; empty for all. */
  readonly ids: readonly string[];
  readonly args: readonly string[];
  readonly stdin: string;
  /** Files made before the run in its folder: name to content. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: readonly string[];
  readonly exit_code: number;
  /** Patterns that must all match what the program prints. */
  readonly output: readonly string[];
  /** `running`: it must still run at the timeout; `exit`: it must end before. */
  readonly expect: "exit" | "running";
  /** How long to wait, as Go spells durations: `10s`. */
  readonly timeout: string;
}

/** The `prove` section. */
export interface Prove {
  readonly smoke: readonly SmokeRun[];
}
