/** The `shards` section. */
export interface Shards {
  readonly by: "cost" | "target" | "goos";
  /** Targets built on machines of their own kind, `darwin/arm64`. */
  readonly native: readonly string[];
  /** 0: not said. */
  readonly count: number;
}
