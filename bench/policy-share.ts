import { commit, slipwayCopy } from "./contenders.ts";
import { editExample } from "./edit-example.ts";
import { measure, median, type Cost } from "./measure.ts";

const SCENARIOS = ["version", "edit", "no change"] as const;
type Scenario = (typeof SCENARIOS)[number];

/** The runs that are compared. The policy is the whole gate of `build`, which packs nothing that could be tried. */
const RUNS = {
  /** Programs alone. */
  bare: ["build", "--skip=prove"],
  /** Programs, each held to the policy. */
  judged: ["build"],
  /** What is released, with no gate. */
  release: ["release", "--skip=prove"],
} as const;
type Run = keyof typeof RUNS;
const NAMES = Object.keys(RUNS) as readonly Run[];

/** What the policy takes of a warm release for eight targets: medians of paired runs on one cache. */
export interface PolicyShare {
  readonly example: string;
  readonly scenario: Scenario;
  readonly costs: Readonly<Record<Run, Cost>>;
}

/** Runs the three in turns, each on a change of its own, so that every one has the same to do. The first turn only warms. */
export async function policyShares(example: string, home: string, runs: number): Promise<readonly PolicyShare[]> {
  const copy = slipwayCopy(example, home);
  const shares: PolicyShare[] = [];
  let change = 0;
  for (const scenario of SCENARIOS) {
    const costs: Record<Run, Cost[]> = { bare: [], judged: [], release: [] };
    for (let turn = 0; turn <= runs; turn++) {
      // Whoever comes first has colder files.
      for (let place = 0; place < NAMES.length; place++) {
        const run = NAMES[(turn + place) % NAMES.length]!;
        if (scenario === "no change") await measure(copy.run(RUNS[run]));
        else if (scenario === "version") commit(copy.project, `version ${++change}`);
        else editExample(example, copy.project, ++change);
        const cost = await measure(copy.run(RUNS[run]));
        if (turn > 0) costs[run].push(cost);
        console.error(
          `policy, ${example} ${scenario} ${run}: ${cost.wall.toFixed(2)} s wall, ${cost.cpu.toFixed(2)} s CPU`,
        );
      }
    }
    shares.push({
      example,
      scenario,
      costs: { bare: middle(costs.bare), judged: middle(costs.judged), release: middle(costs.release) },
    });
  }
  return shares;
}

function middle(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

/** The figures as lines. */
export function policyLines(shares: readonly PolicyShare[]): readonly string[] {
  return shares.map(({ example, scenario, costs }) => {
    const { bare, judged, release } = costs;
    const part = (key: keyof Cost, of: Cost): string => `${(((judged[key] - bare[key]) / of[key]) * 100).toFixed(1)} %`;
    const seconds = ({ wall, cpu }: Cost): string => `${wall.toFixed(2)} s (${cpu.toFixed(2)} s CPU)`;
    return [
      `policy, ${example}, ${scenario}: build ${seconds(bare)}, with the policy ${seconds(judged)}: ${part("wall", bare)} more wall, ${part("cpu", bare)} more CPU`,
      `of a release without gate, ${seconds(release)}: ${part("cpu", release)} of its CPU`,
    ].join("; ");
  });
}
