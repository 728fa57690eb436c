import type { Artifact } from "./artifact.ts";
import { targetFields } from "./targets/target-fields.ts";

/** Whether this is a program that a build made: not a copy of it for upload, which has a `Format`. */
export function isProgram(artifact: Artifact): boolean {
  return artifact.type === "Binary" && artifact.extra["Format"] !== "binary";
}

/** Whether people get this file with a release: it is uploaded, listed in checksums and measured. */
export function isReleased(artifact: Artifact): boolean {
  if (artifact.type === "Binary") return !isProgram(artifact);
  return !["C Archive Library", "C Header", "C Shared Library", "Metadata"].includes(artifact.type);
}

/** Whether an artifact belongs to one of the ids. What belongs to the whole project belongs to every id. */
export function hasId(artifact: Artifact, ids: readonly string[]): boolean {
  if (ids.length === 0) return true;
  if (["Checksum", "Source", "File", "Metadata"].includes(artifact.type)) return true;
  return typeof artifact.extra["ID"] === "string" && ids.includes(artifact.extra["ID"]);
}

/**
 * Groups artifacts by operating system and architecture. As soon as any family among them has several variants, all
 * are grouped by variant too (GoReleaser `artifact.GroupByPlatform`: GOAMD64, GOMIPS, GOARM and the ABI count).
 */
export function groupByPlatform<T extends Artifact>(artifacts: readonly T[]): T[][] {
  const families = {
    Amd64: new Set<string>(),
    Mips: new Set<string>(),
    Arm: new Set<string>(),
    Abi: new Set<string>(),
  };
  const simple = new Map<string, T[]>();
  const specific = new Map<string, T[]>();
  const put = (groups: Map<string, T[]>, key: string, artifact: T): void => {
    const group = groups.get(key);
    if (group) group.push(artifact);
    else groups.set(key, [artifact]);
  };
  for (const artifact of artifacts) {
    const target = artifact.target ?? { os: "", arch: "" };
    const fields = targetFields(target);
    const abi = artifact.extra["Abi"];
    const values = {
      Amd64: fields["Amd64"]!,
      Mips: fields["Mips"]!,
      Arm: fields["Arm"]!,
      Abi: typeof abi === "string" ? abi : "",
    };
    for (const [family, value] of Object.entries(values))
      if (value !== "") families[family as keyof typeof families].add(value);
    put(simple, `${target.os} ${target.arch}`, artifact);
    put(specific, [target.os, target.arch, ...Object.values(values)].join(" "), artifact);
  }
  const several = Object.values(families).some((values) => values.size > 1);
  return [...(several ? specific : simple).values()];
}
