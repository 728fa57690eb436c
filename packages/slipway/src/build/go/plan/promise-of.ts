import type { Promised } from "../../../binary/policy/policy.ts";
import { isGoCommand } from "../go-command.ts";
import type { GoBuildParams } from "../go-build-params.ts";

/** What a build says of its program, for the policy that is checked later. */
export function promiseOf({ settings, ldflags }: GoBuildParams, split: boolean): Promised {
  return {
    go: isGoCommand(settings.tool),
    buildmode: settings.buildmode,
    cgo: settings.cgo.enabled,
    libc: settings.cgo.enabled ? settings.cgo.libc : "static",
    ...(split ? { split } : {}),
    gui: /(?:^|[\s'"])-{1,2}H[= ]['"]?windowsgui/.test([ldflags, ...settings.flags].join(" ")),
  };
}
