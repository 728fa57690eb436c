import type { BuildDetails } from "../../../config/sections/build.ts";
import type { Place } from "../../../errors.ts";
import type { Finding } from "../../../findings.ts";
import type { PlanContext } from "../../../plan/kind.ts";
import type { ConfigPath } from "./build-details.ts";

type Details = Omit<BuildDetails, "env">;

/** Renders `flags`, `asmflags`, `gcflags` and `tags` into arguments, in GoReleaser's order; empty ones disappear. */
export function goFlags(
  details: Details,
  at: (key: keyof BuildDetails) => ConfigPath,
  fields: Readonly<Record<string, unknown>>,
  context: PlanContext,
): string[] {
  const list = (key: "flags" | "asmflags" | "gcflags" | "tags"): string[] =>
    details[key].map((text, index) => context.render(text, [...at(key), index], fields)).filter((text) => text !== "");
  const tags = list("tags");
  return [
    ...list("flags"),
    ...list("asmflags").map((flag) => `-asmflags=${flag}`),
    ...list("gcflags").map((flag) => `-gcflags=${flag}`),
    ...(tags.length > 0 ? [`-tags=${tags.join(",")}`] : []),
  ];
}

/** The one value of `-ldflags`. */
export function ldflagsOf(
  details: Details,
  at: (key: keyof BuildDetails) => ConfigPath,
  fields: Readonly<Record<string, unknown>>,
  context: PlanContext,
): string {
  return details.ldflags
    .map((text, index) => context.render(text, [...at("ldflags"), index], fields))
    .filter((text) => text !== "")
    .join(" ");
}

/** What a reader should know about the flags of a build. */
export function flagFindings(
  details: Details,
  flags: readonly string[],
  ldflags: string,
  build: string,
  where: Place | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const all = [ldflags, ...flags.filter((flag) => /^--?ldflags/.test(flag))].join(" ");
  if (/(?:^|[\s"'=])--?buildid(?:=|\s)/.test(all)) {
    findings.push({
      code: "build-id-removed",
      severity: "warning",
      message: `-ldflags of build "${build}" set -buildid: Go can then never see that a program is still right, and links it again each time`,
      ...(where && { where }),
      expected: "no -buildid; with -trimpath the build ID is the same everywhere",
      actual: all.trim(),
      hint: "Remove -buildid= from ldflags",
    });
  }
  for (const [flag, given] of [
    ["-tags", details.tags.length > 0],
    ["-ldflags", details.ldflags.length > 0],
    ["-buildmode", details.buildmode !== ""],
  ] as const) {
    const twice = details.flags.find((each) => each === flag || each.startsWith(`${flag}=`));
    if (!given || twice === undefined) continue;
    findings.push({
      code: "flag-twice",
      severity: "warning",
      message: `Build "${build}" sets ${flag} in flags and in ${flag.slice(1)}; Go takes only the last one`,
      ...(where && { where }),
      actual: twice,
      hint: `Keep it in ${flag.slice(1)}`,
    });
  }
  return findings;
}
