/** The benchmark page: measures every contender in turn, shows bars and a table, and hands the result to whoever opened it. */
import { barChart } from "./chart.ts";
import { CONTENDERS, type ContenderName, type Effort } from "./contenders.ts";
import { measureMemory, type MemoryUse } from "./memory-use.ts";
import { ratiosOf, type Ratio, type Reads } from "./ratios.ts";
import { runContender } from "./run-contender.ts";
import { measureStart, type StartUp } from "./start-up.ts";
import { summarize } from "./statistics.ts";
import { ratioTable, readTable, startTable } from "./table.ts";

/** What the page found. */
export interface Result {
  readonly userAgent: string;
  readonly isolated: boolean;
  /** The smallest step of the clock, in microseconds. */
  readonly clockUs: number;
  readonly reads: Reads;
  readonly ratios: readonly Ratio[];
  readonly startUp: readonly StartUp[];
  readonly memory: readonly MemoryUse[];
}

const query = new URLSearchParams(location.search);
const effort: Effort = query.has("short")
  ? { samples: 5, minimumMs: 4, rounds: 3 }
  : { samples: 15, minimumMs: 8, rounds: 5 };

const only = query.get("only")?.split(",");
const chosen = CONTENDERS.filter(({ name }) => only === undefined || only.includes(name));

function element(id: string): HTMLElement {
  return document.getElementById(id)!;
}

async function run(): Promise<Result> {
  const [reader, jsReader] = await Promise.all(
    ["reader.wasm", "reader-js.wasm"].map((name) => WebAssembly.compileStreaming(fetch(`/${name}`))),
  );
  const samples = new Map<ContenderName, number[]>();
  const batches = new Map<ContenderName, number>();
  const summaries = (): Reads =>
    Object.fromEntries([...samples].map(([name, us]) => [name, { ...summarize(us), batch: batches.get(name) ?? 1 }]));
  // Rounds over all of them, so that whatever slows the machine down for a while meets each.
  for (let round = 1; round <= effort.rounds; round++) {
    for (const { name, title } of chosen) {
      element("status").textContent = `round ${round} of ${effort.rounds}: ${title}`;
      const { us, batch } = await runContender(name, effort, { reader: reader!, jsReader: jsReader! });
      samples.set(name, [...(samples.get(name) ?? []), ...us]);
      batches.set(name, batch);
      element("reads").innerHTML = barChart(bars(summaries())) + readTable(summaries());
    }
  }
  const reads = summaries();
  const ratios = ratiosOf(reads);
  element("ratios").innerHTML = ratioTable(ratios);
  element("status").textContent = "start-up";
  const startUp = await measureStart(effort);
  element("startup").innerHTML = startTable(startUp);
  element("status").textContent = "memory";
  const memory = await measureMemory({ reader: reader! });
  element("memory").textContent = memory
    .map(({ name, perRead, note }) => `${name}: ${perRead === undefined ? note : `${perRead} bytes of garbage a read`}`)
    .join("\n");
  return {
    userAgent: navigator.userAgent,
    isolated: crossOriginIsolated,
    clockUs: clockStep(),
    reads,
    ratios,
    startUp,
    memory,
  };
}

function bars(reads: Reads): { label: string; value: number }[] {
  return CONTENDERS.flatMap(({ name, title }) => {
    const summary = reads[name];
    return summary === undefined ? [] : [{ label: title, value: summary.median }];
  });
}

/** The smallest difference that the clock shows in 20 ms. */
function clockStep(): number {
  const end = performance.now() + 20;
  let last = performance.now();
  let step = Number.POSITIVE_INFINITY;
  while (last < end) {
    const now = performance.now();
    if (now > last) step = Math.min(step, now - last);
    last = now;
  }
  return Math.round(step * 1000);
}

element("copy").addEventListener("click", () => {
  const rows = [...document.querySelectorAll("table")].map((table) =>
    [...table.rows]
      .flatMap((row, index) => {
        const line = `| ${[...row.cells].map((cell) => cell.textContent).join(" | ")} |`;
        return index === 0 ? [line, `|${" --- |".repeat(row.cells.length)}`] : [line];
      })
      .join("\n"),
  );
  void navigator.clipboard.writeText(rows.join("\n\n"));
});

element("start").addEventListener("click", () => void start());
if (query.has("auto")) void start();

async function start(): Promise<void> {
  (element("start") as HTMLButtonElement).disabled = true;
  let body: string;
  try {
    body = JSON.stringify(await run());
    element("status").textContent = "done";
  } catch (error) {
    body = JSON.stringify({ error: String((error as Error).stack ?? error) });
    element("status").textContent = `failed: ${String(error)}`;
  }
  await fetch("/results", { method: "POST", body });
}
