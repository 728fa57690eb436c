import type { Finding } from "../../../findings.ts";
import { objectFormat } from "../../../plan/targets/object-format.ts";
import type { Target } from "../../../plan/targets/target.ts";

/** Whether a program of this target and build mode can be divided from its debug information. */
export function canSplit(target: Target, mode: string): boolean {
  const { name } = objectFormat(target);
  return (name === "ELF" || name === "Mach-O") && ["", "pie", "c-shared"].includes(mode);
}

/**
 * Linker flags that keep what is split off afterwards: without `-s` and `-w`, and for macOS without the compression that
 * debuggers there no longer read.
 */
export function splitLdflags(ldflags: string, target: Target): string {
  const words = ldflags.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  const kept = words.filter((word) => !/^--?[sw](?:=(?:true|1))?$/.test(word));
  return [...kept, ...(objectFormat(target).name === "Mach-O" ? ["-compressdwarf=false"] : [])].join(" ");
}

/** Says once a build for which targets `debug: split` has no meaning. */
export function unsplit(build: string, targets: readonly string[]): Finding {
  return {
    code: "debug-split-unsupported",
    severity: "notice",
    message: `debug: split of build "${build}" leaves ${targets.join(", ")} as ldflags say`,
    expected: "programs and shared libraries in ELF or Mach-O",
    hint: "to say nothing, set debug in builds.overrides of the other targets only",
  };
}
