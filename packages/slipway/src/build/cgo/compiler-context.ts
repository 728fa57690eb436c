import type { RunContext } from "../../plan/kind.ts";

/** What choosing a C compiler needs of a run. */
export type CompilerContext = Pick<
  RunContext,
  "facts" | "env" | "root" | "scratch" | "keep" | "process" | "once" | "emit"
>;
