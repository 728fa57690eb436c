import type { JsonObject } from "../../json.ts";

/** One command, ready to run. */
export interface HookCommand extends JsonObject {
  readonly argv: readonly string[];
  /** Relative to the project's folder, or absolute. */
  readonly dir: string;
  /** Variables on top of the project's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Show what it prints. */
  readonly output: boolean;
}

/** Params of a hook task. */
export interface HookParams extends JsonObject {
  /** What failed, for messages: `before hook`, `post hook of hello`. */
  readonly what: string;
  readonly commands: readonly HookCommand[];
  /** Folder in dist that has to be there, since the commands are told its path; empty for none. */
  readonly folder: string;
  /**
   * Files that the commands may change in place: read from `from`, offered in dist under `to`, delivered as the output
   * of the same index.
   */
  readonly files: readonly { readonly from: string; readonly to: string; readonly mode: number }[];
}
