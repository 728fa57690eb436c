import { readFileSync } from "node:fs";
import path from "node:path";
import { commit, makeContenders } from "./contenders.ts";
import { measure, median } from "./measure.ts";

/** What the policy takes of a release that has only a new version to build, of one program for eight targets. */
export interface PolicyShare {
  /** Milliseconds of all policy tasks together; each is one piece of work on the main thread. */
  readonly policy: number;
  /** CPU milliseconds of the same release with no gate at all. */
  readonly bare: number;
  /** CPU milliseconds of the release with its whole gate. */
  readonly gated: number;
}

/** Releases `examples/hello` in turns without and with its gate, a new commit before each; the first of each only warms. */
export async function policyShare(home: string, runs: number): Promise<PolicyShare> {
  const names = ["slipway", "slipway with its gate"];
  const [bare, gated] = makeContenders("hello", home).filter(({ name }) => names.includes(name));
  if (bare === undefined || gated === undefined) throw new Error(`no contenders called ${names.join(" and ")}`);
  const seen = { policy: [] as number[], bare: [] as number[], gated: [] as number[] };
  for (let run = 0; run <= runs; run++) {
    for (const [key, contender] of [
      ["bare", bare],
      ["gated", gated],
    ] as const) {
      commit(contender.project, `policy ${run}`);
      const { cpu } = await measure(contender.run());
      if (run > 0) seen[key].push(cpu * 1000);
    }
    if (run > 0) seen.policy.push(policyTime(gated.project));
  }
  return { policy: median(seen.policy), bare: median(seen.bare), gated: median(seen.gated) };
}

function policyTime(project: string): number {
  const report = JSON.parse(readFileSync(path.join(project, "dist", "report.json"), "utf8")) as {
    readonly tasks: readonly { readonly kind: string; readonly ms: number }[];
  };
  const tasks = report.tasks.filter(({ kind }) => kind === "policy");
  if (tasks.length !== 8) throw new Error(`expected 8 policy tasks, found ${tasks.length}`);
  return tasks.reduce((sum, { ms }) => sum + ms, 0);
}

/** The figures as a line. */
export function policyLine({ policy, bare, gated }: PolicyShare): string {
  const share = (whole: number): string => `${((policy / whole) * 100).toFixed(1)} %`;
  return `policy on 8 targets: ${policy.toFixed(0)} ms, ${share(bare)} of the CPU of a release without a gate (${bare.toFixed(0)} ms), ${share(gated)} of one with its gate (${gated.toFixed(0)} ms)`;
}
