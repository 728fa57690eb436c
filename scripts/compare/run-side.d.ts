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
export declare function runSide(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<SideRun>;
