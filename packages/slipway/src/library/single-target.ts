import type { Facts } from "../source/facts.ts";
import { variantRule } from "../plan/targets/target-variants.ts";

/**
 * What `--single-target` means: GOOS, GOARCH and the variable of the architecture's variants in the environment, before
 * which GoReleaser's own GGOOS, GGOARCH and the like go; else this machine.
 */
export function singleTarget({ env, host }: Pick<Facts, "env" | "host">): string {
  const value = (name: string): string => env[`G${name}`] || env[name] || "";
  const arch = value("GOARCH") || host.arch;
  const rule = variantRule(arch);
  // GoReleaser asks GOMIPS for mips64, too, where Go has GOMIPS64.
  const variant = rule === undefined ? "" : value(rule.variable) || value(rule.key.toUpperCase());
  return [value("GOOS") || host.os, arch, ...(variant === "" ? [] : [variant])].join("_");
}
