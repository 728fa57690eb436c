import { SlipwayError } from "../../../errors.ts";
import type { Place } from "../../../errors.ts";
import type { BuildDetails } from "../../../config/sections/build.ts";
import type { PlanContext } from "../../../plan/kind.ts";
import type { Target } from "../../../plan/targets/target.ts";
import type { CgoParams } from "../go-build-params.ts";

/** What decides about cgo. */
export interface CgoQuestion {
  readonly target: Target;
  readonly mode: string;
  readonly flags: readonly string[];
  /** The config's lines only. */
  readonly config: Readonly<Record<string, string>>;
  readonly details: Pick<BuildDetails, "cc_wrapper" | "libc">;
}

/** Whether cgo is on for a target and why. It is off unless the config or the build mode asks for it. */
export function cgoParams(question: CgoQuestion, context: PlanContext): CgoParams {
  const { target, mode, flags, config, details } = question;
  const rest = { wrapper: details.cc_wrapper, libc: details.libc };
  const pair = context.facts.buildable.find((each) => each.os === target.os && each.arch === target.arch);
  const said = config["CGO_ENABLED"];
  if (pair && !pair.cgo) return { enabled: false, why: `${target.os}/${target.arch} has no cgo`, ...rest };
  if (said === "0") return { enabled: false, why: "the config sets CGO_ENABLED=0", ...rest };
  if (said !== undefined && said !== "") return { enabled: true, why: `the config sets CGO_ENABLED=${said}`, ...rest };
  if (mode === "c-archive" || mode === "c-shared")
    return { enabled: true, why: `-buildmode=${mode} needs it`, ...rest };
  const checker = flags.find((flag) => /^--?(?:race|msan|asan)$/.test(flag));
  if (checker !== undefined && target.os !== "darwin") return { enabled: true, why: `${checker} needs it`, ...rest };
  return { enabled: false, why: "off unless builds.env has CGO_ENABLED=1", ...rest };
}

/**
 * Refuses, before anything is built, compilers that Go cannot drive and wrappers in the wrong place.
 *
 * @throws SlipwayError `cgo-compiler-refused`
 */
export function refuseCompiler(
  config: Readonly<Record<string, string>>,
  flags: readonly string[],
  build: string,
  where: Place | undefined,
): void {
  const place = where && { where };
  for (const name of ["CC", "CXX"]) {
    const value = config[name];
    if (value === undefined || !/(?:^|[\\/])cl(?:\.exe)?$/i.test(value.trim().split(/\s+/)[0] ?? "")) continue;
    throw new SlipwayError("cgo-compiler-refused", `Build "${build}" sets ${name}=${value}, which Go cannot drive`, {
      ...place,
      expected: "a compiler with gcc's flags: cmd/go and cmd/link speak no others (golang/go#20982)",
      actual: `${value} is Microsoft's cl, which has flags of its own`,
      hint: "Use llvm-mingw or mingw-w64 gcc, zig (CC=zig cc -target x86_64-windows-gnu), or clang with --target=x86_64-pc-windows-msvc",
    });
  }
  const exec = flags.find((flag, index) => {
    const value = /^--?toolexec=(.*)$/.exec(flag)?.[1] ?? (/^--?toolexec$/.test(flag) ? flags[index + 1] : undefined);
    return value !== undefined && /(?:^|[\\/\s"'])s?ccache(?:\.exe)?(?:$|[\s"'])/.test(value);
  });
  if (exec !== undefined) {
    throw new SlipwayError("cgo-compiler-refused", `Build "${build}" runs Go's own tools through a C compiler cache`, {
      ...place,
      expected: "ccache and sccache around the C compiler: they know C, not Go's compile, asm and link",
      actual: exec,
      hint: "Remove -toolexec and set builds.cc_wrapper: ccache (or sccache); Go caches its own work in GOCACHE",
    });
  }
}
