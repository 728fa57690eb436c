import type { Pipeline } from "./pipeline.ts";

/** The comment at the top of every CI file: what writes it, what it does, on which machines. */
export function heading({ project, build, prove, test }: Pipeline): string[] {
  const machines = build.map(({ shard, runner }) => `${shard} on ${runner}`);
  const proofs = prove.map(({ target, runner }) => `${target} on ${runner}`);
  return [
    `# The release${project === "" ? "" : ` of ${project}`}: plan, build, prove, merge.`,
    "# Written by `slipway ci` from the plan; `slipway ci --check` says whether it still fits. What stands between the marks",
    '# "yours" is kept.',
    "#",
    ...listed("shards", machines),
    ...listed("proofs", proofs),
    ...listed("tests", [...new Set(test.map(({ runner }) => runner))]),
  ];
}

function listed(title: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, 12);
  const more = entries.length - shown.length;
  const lines = more > 0 ? [...shown, `and ${more} more`] : shown;
  return lines.map((line, at) => `# ${(at === 0 ? title : "").padEnd(8)} ${line}`);
}
