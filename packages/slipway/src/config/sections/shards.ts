/** The `shards` section. */
export interface Shards {
  readonly by: "cost" | "target" | "goos";
  /** 0: not said. */
  readonly count: number;
}
