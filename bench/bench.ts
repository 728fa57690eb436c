/**
 * `npm run bench`: Slipway beside a plain `go build` loop and GoReleaser, in one run on this machine. Prints medians of
 * wall and CPU seconds and the ratios between the contenders; nothing here asserts a time.
 *
 *   npm run bench -- --example fleet --only no-change,wiped --runs 7 --json
 *   npm run bench -- --example fleet --only cold --home /tmp/bench --contender slipway --contender GoReleaser
 *
 * `--home` keeps the copies and their caches in a folder, and a later run with it starts warm: the whole can be run in slices.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { archiveStep } from "./archive-step.ts";
import { editExample } from "./edit-example.ts";
import { lookInside, lookLines } from "./look-inside.ts";
import { commit, CONTENDERS, restart, makeContenders, type Contender, type JobOptions } from "./contenders.ts";
import { measure, median, type Cost } from "./measure.ts";
import { memoryPeak } from "./memory.ts";
import { policyLines, policyShares, type PolicyShare } from "./policy-share.ts";
import { remoteBesideCold } from "./remote.ts";
import { shardsBesideOne } from "./shards.ts";

const SCENARIOS = [
  "cold",
  "no-change",
  "wiped",
  "version",
  "edit",
  "cold-12",
  "cold-12-few",
  "archive",
  "memory",
  "inspect",
  "diff",
  "shards",
  "policy",
  "remote",
] as const;
type Scenario = (typeof SCENARIOS)[number];

/** How the job is run where it is not the usual one. */
const JOBS: Partial<Record<Scenario, JobOptions>> = {
  "cold-12": { parallelism: 12 },
  "cold-12-few": { parallelism: 12, few: true },
};

const { values } = parseArgs({
  options: {
    example: { type: "string", multiple: true, default: ["hello", "fleet"] },
    only: { type: "string", default: SCENARIOS.join(",") },
    runs: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
    home: { type: "string" },
    contender: { type: "string", multiple: true, default: [...CONTENDERS] },
  },
});
const wanted = values.only.split(",");
const unknown = wanted.filter((word) => !(SCENARIOS as readonly string[]).includes(word));
if (unknown.length > 0) {
  console.error(`unknown scenario ${unknown.join(", ")}; there are ${SCENARIOS.join(", ")}`);
  process.exit(2);
}
const stranger = values.contender.find((name) => !(CONTENDERS as readonly string[]).includes(name));
if (stranger !== undefined) {
  console.error(`unknown contender ${stranger}; there are ${CONTENDERS.join(", ")}`);
  process.exit(2);
}
const runs = Number(values.runs);
const rows: Row[] = [];
/** Facts beside the figures, in the order they were seen. */
const notes: string[] = [];

interface Row {
  readonly example: string;
  readonly scenario: Scenario;
  readonly contender: string;
  readonly wall: number;
  readonly cpu: number;
}

/** Scenarios that release nothing. */
const APART: ReadonlySet<string> = new Set(["archive", "memory", "inspect", "diff", "shards", "policy", "remote"]);

/** Scenarios that want the caches which a cold run leaves. */
const NEEDS_WARM: ReadonlySet<string> = new Set(["no-change", "wiped", "version", "edit"]);

for (const example of values.example) {
  // Cold runs come first, since they fill the caches of the other scenarios.
  if (wanted.every((word) => APART.has(word))) break;
  const home = values.home
    ? path.join(path.resolve(values.home), example)
    : mkdtempSync(path.join(os.tmpdir(), "slipway-bench-"));
  mkdirSync(home, { recursive: true });
  try {
    const contenders = makeContenders(example, home).filter(({ name }) => values.contender.includes(name));
    for (const scenario of SCENARIOS) {
      if (APART.has(scenario)) continue;
      if (!wanted.includes(scenario) && !(scenario === "cold" && wanted.some((word) => NEEDS_WARM.has(word)))) continue;
      const warm = (contender: Contender): boolean => existsSync(path.join(home, `${contender.name} is warm`));
      const taking = wanted.includes(scenario) ? contenders : contenders.filter((each) => !warm(each));
      await runScenario(example, scenario, taking);
      for (const { name } of taking) {
        const mark = path.join(home, `${name} is warm`);
        if (JOBS[scenario]?.few) rmSync(mark, { force: true });
        else writeFileSync(mark, "");
      }
    }
  } finally {
    if (values.home === undefined) rmSync(home, { recursive: true, force: true });
  }
}
if (wanted.includes("archive")) {
  const [ours, theirs] = await archiveStep();
  for (const row of [ours, theirs]) rows.push({ example: "archive step", scenario: "archive", ...row });
  const larger = ((ours.bytes / theirs.bytes - 1) * 100).toFixed(2);
  notes.push(`archive step: ${ours.bytes} bytes against ${theirs.bytes}, ${larger} % more`);
}
const looks = wanted.filter((word) => word === "inspect" || word === "diff");
const looked = looks.length === 0 ? [] : lookInside(lookHome(), looks, runs);
if (wanted.includes("remote"))
  notes.push(...(await remoteBesideCold("fleet", values.home && path.join(path.resolve(values.home), "remote"))));
if (wanted.includes("shards")) notes.push(...(await shardsBesideOne("fleet")));
const shares: PolicyShare[] = [];
if (wanted.includes("policy")) {
  for (const example of values.example)
    shares.push(...(await policyShares(example, path.join(lookHome(), "policy", example), runs)));
}
const memory = wanted.includes("memory") ? await memoryPeak() : undefined;
print();

/** Large programs take minutes to build, so they are kept in the folder that was named, or where the next run looks for them. */
function lookHome(): string {
  return values.home === undefined ? path.join(os.tmpdir(), "slipway-bench-large") : path.resolve(values.home);
}

/** Runs contenders in turns, so that a machine that slows down slows all of them. The first cold run also warms the rest. */
async function runScenario(example: string, scenario: Scenario, contenders: readonly Contender[]): Promise<void> {
  const costs = new Map<Contender, Cost[]>(contenders.map((contender) => [contender, []]));
  const cold = scenario.startsWith("cold");
  for (let run = 0; run < (cold ? 1 : runs); run++) {
    for (const contender of contenders) {
      prepare(example, scenario, contender, run);
      const cost = await measure(contender.run(JOBS[scenario] ?? {}));
      costs.get(contender)?.push(cost);
      console.error(
        `${example} ${scenario} ${contender.name}: ${cost.wall.toFixed(2)} s wall, ${cost.cpu.toFixed(2)} s CPU`,
      );
    }
  }
  if (scenario === "cold" && contenders.length > 1) notes.push(`${example}: ${sameBytes(contenders)}`);
  if (!wanted.includes(scenario)) return;
  for (const [contender, list] of costs) {
    const wall = median(list.map((cost) => cost.wall));
    rows.push({ example, scenario, contender: contender.name, wall, cpu: median(list.map((cost) => cost.cpu)) });
  }
}

/** Whether all contenders made the same programs, byte for byte. */
function sameBytes([first, ...others]: readonly Contender[]): string {
  const expected = [...(first?.programs() ?? [])];
  for (const other of others) {
    const programs = other.programs();
    const different = expected.filter(([name, digest]) => programs.get(name) !== digest).map(([name]) => name);
    if (different.length > 0) return `${other.name} made other bytes for ${different.join(", ")}`;
  }
  return `${expected.length} programs, the same bytes from all contenders`;
}

function prepare(example: string, scenario: Scenario, contender: Contender, run: number): void {
  if (scenario.startsWith("cold")) {
    restart(contender.project);
    contender.chill();
    contender.wipe();
  } else if (scenario === "wiped") contender.wipe();
  else if (scenario === "version") commit(contender.project, `version ${run}`);
  else if (scenario === "edit") editExample(example, contender.project, run);
}

function print(): void {
  if (values.json) {
    console.log(
      JSON.stringify({ cores: os.availableParallelism(), runs, rows, notes, memory, looked, policy: shares }, null, 2),
    );
    return;
  }
  console.log(
    `\n${os.availableParallelism()} cores, medians of ${runs} runs (cold: one run), seconds; ratios are other / slipway, idle is the share of core-seconds that nobody used\n`,
  );
  const lines = [["example", "scenario", "contender", "wall", "CPU", "wall ratio", "CPU ratio", "idle"]];
  for (const row of rows) {
    const base = rows.find((other) => other.example === row.example && other.scenario === row.scenario);
    const ratio = (key: "wall" | "cpu"): string => (base ? (row[key] / base[key]).toFixed(2) : "");
    lines.push([
      row.example,
      row.scenario,
      row.contender,
      row.wall.toFixed(2),
      row.cpu.toFixed(2),
      ratio("wall"),
      ratio("cpu"),
      `${Math.round((1 - row.cpu / (row.wall * os.availableParallelism())) * 100)} %`,
    ]);
  }
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  for (const note of [...notes, ...lookLines(looked), ...policyLines(shares)]) console.log(note);
  if (memory) {
    const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    console.log(`memory: a budget of ${mb(memory.budget)}, a peak of ${mb(memory.peak)} with compiles of about 1.2 GB`);
  }
}
