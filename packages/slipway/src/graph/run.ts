import type { Surroundings } from "./run-context.ts";
import type { Workspace } from "./project/workspace.ts";
import type { Records } from "./project/records.ts";
import type { PathStates } from "./path-states.ts";
import type { BatchGates } from "./steps/batch-gates.ts";
import type { GivenResult } from "./given.ts";
import type { Limiter } from "./schedule/limiter.ts";
import type { RemoteCache } from "../scale/remote/remote-cache.ts";
import type { Store } from "./store/store.ts";

/** One run of a plan: what its steps share. */
export interface Run {
  readonly around: Surroundings;
  readonly workspace: Workspace;
  readonly store: Store;
  /** What other machines made; absent where no remote cache is set. */
  readonly remotes: RemoteCache | undefined;
  readonly records: Records;
  readonly states: PathStates;
  readonly limiter: Limiter;
  readonly gates: BatchGates;
  /** Make everything again and compare it with what the cache says. */
  readonly verify: boolean;
  /** See `ExecuteOptions.keepNothing`. */
  readonly keepNothing: boolean;
  /** What was done elsewhere, by task. */
  readonly given: ReadonlyMap<string, GivenResult>;
  /** Milliseconds since the run began. */
  clock(): number;
}
