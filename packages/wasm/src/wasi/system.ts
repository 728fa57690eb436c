import type { Blocker } from "../blocking/blocker.ts";
import type { Steps } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";
import type { Descriptors } from "./descriptors.ts";
import type { GuestMemory } from "./guest-memory.ts";

/** Everything that the calls of one program share. */
export interface System {
  readonly memory: GuestMemory;
  readonly descriptors: Descriptors;
  readonly vfs: Vfs;
  readonly args: readonly string[];
  /** `KEY=VALUE`, in the order given. */
  readonly env: readonly string[];
  readonly blocker: Blocker;
  /** See `ProgramOptions.strict`. */
  readonly strict: boolean;
}

/** A WASI call: i32 arguments are numbers, i64 are bigints. A result of undefined is success. */
export type Call = (...values: never[]) => unknown;

/** A call in steps, for what may wait on its way. */
export type SteppedCall = (...values: never[]) => Steps<void>;

/** Thrown by `proc_exit` to unwind the program. */
export class Exit {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}
