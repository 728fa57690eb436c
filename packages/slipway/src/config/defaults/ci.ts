import type { Raw } from "../schema/project-file.ts";
import type { Ci } from "../sections/ci.ts";

/** The `ci` section. */
export function ciOf(raw: NonNullable<Raw["ci"]> = {}): Ci {
  return {
    system: raw.system || "github",
    slipway: raw.slipway ?? "",
    runners: raw.runners ?? {},
    go: raw.go ?? [],
    builds: raw.builds ?? [],
    tests: raw.tests !== "false",
    compare: raw.compare !== "false",
    environment: raw.environment || "release",
  };
}
