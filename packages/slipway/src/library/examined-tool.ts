import type { ToolNeed } from "../plan/kind.ts";

/** A tool and where it was found. */
export interface ExaminedTool extends ToolNeed {
  /** What was found: an absolute path, or a command that begins with one. Nothing when it is missing. */
  readonly path?: string;
  /** Titles of the tasks that want it. */
  readonly tasks: readonly string[];
}
