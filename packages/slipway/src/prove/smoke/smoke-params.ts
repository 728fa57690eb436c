import type { JsonObject } from "../../json.ts";

/** One run as the plan has it, templates filled in. */
export interface PlannedRun extends JsonObject {
  readonly args: readonly string[];
  readonly stdin: string;
  /** Files to make in the working folder before: name to content. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly exitCode: number;
  readonly output: readonly string[];
  /** It must still run at the timeout. */
  readonly running: boolean;
  /** Milliseconds on the machine itself; emulators get more. */
  readonly timeout: number;
  /** Bytes. */
  readonly memory: number;
  readonly network: boolean;
}

/** A program in an archive and how it is run. */
export interface SmokedProgram extends JsonObject {
  readonly name: string;
  /** Names in the archive that are right, best first. */
  readonly members: readonly string[];
  /** Index of the built program among the task's inputs; -1 where it is not known. */
  readonly built: number;
  /** None: what answers is searched for (`--version`, `version`, `--help`). */
  readonly runs: readonly PlannedRun[];
}

/** The params of a smoke task. */
export interface SmokeParams extends JsonObject {
  readonly archive: string;
  readonly format: string;
  readonly target: { readonly os: string; readonly arch: string };
  readonly programs: readonly SmokedProgram[];
  /** What a run that cannot be done here is. */
  readonly skips: "notice" | "warning" | "error";
}
