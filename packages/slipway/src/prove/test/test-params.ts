import type { JsonObject } from "../../json.ts";

/** The params of the task that runs a module's tests on one target. */
export interface TestParams extends JsonObject {
  readonly target: { readonly os: string; readonly arch: string };
  /** Flags of the test programs, with `-test.`. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds for one package. */
  readonly timeout: number;
  readonly memory: number;
  readonly retries: number;
  readonly network: boolean;
  readonly cover: boolean;
  /** The test programs mark the lines that frame their output (`-test.v=test2json`). */
  readonly framed: boolean;
  /** Asked for, and not there for this target. */
  readonly noRace: boolean;
  readonly skips: "notice" | "warning" | "error";
}
