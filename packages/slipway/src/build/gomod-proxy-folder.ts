import type { Build } from "../config/sections/build.ts";
import type { PlanContext } from "../plan/kind.ts";

/** Whether builds come from the module proxy: asked for, a module is there, and it is no snapshot (nobody serves that). */
export function usesProxy(context: PlanContext): boolean {
  const { config, facts, options } = context;
  return config.gomod.proxy && facts.module !== undefined && !options.snapshot && !options.nightly;
}

/** The folder in dist that holds the go.mod of a build from the module proxy, else `null`. */
export function proxyFolder(build: Build, context: PlanContext): string | null {
  return usesProxy(context) ? `proxy/${build.id}` : null;
}
