/** A command that runs around a step. Every string is a template. */
export interface Hook {
  readonly cmd: string;
  /** Where it runs, relative to the project's folder; empty for the project's folder itself. */
  readonly dir: string;
  readonly env: readonly string[];
  /** Show what the command prints. */
  readonly output: boolean;
  /** Template; the hook runs unless it renders to `false`. Empty for always. */
  readonly if: string;
}

/** Hooks around one step. */
export interface HookPair {
  readonly pre: readonly Hook[];
  readonly post: readonly Hook[];
}
