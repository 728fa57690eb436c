import type { CiPipeline, Project } from "../index.ts";

/** How many machines build, and why: a number that was asked for and could not be had is told with its reason. */
export function machinesWords(
  { build, most }: Pick<CiPipeline, "build" | "most">,
  { count, by }: Pick<Project["config"]["shards"], "count" | "by">,
): string {
  const machines = counted(build.length, "machine builds", "machines build");
  const numbered = build.filter(({ targets }) => targets.length === 0).length;
  if (numbered >= count) {
    return `${machines} (slipway plan --machines ${build.length} tells why; shards.count sets a number)`;
  }
  if (numbered < most) return `${machines}: more jobs than a run may have were wanted (shards.count is ${count})`;
  const parts = by === "goos" ? ["operating system", "operating systems"] : ["target", "targets"];
  const there = numbered === 1 ? `is one ${parts[0]}` : `are ${numbered} ${parts[1]}`;
  // What is built on a machine of its own kind is no part of the cut.
  const cut = numbered === build.length ? "" : " to share";
  return `${machines}: there ${numbered === 0 ? "is no target" : there}${cut} (shards.count is ${count})`;
}

/** `1 machine builds`, `2 machines build`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
