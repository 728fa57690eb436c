import { formatUs } from "./chart.ts";
import { CONTENDERS } from "./contenders.ts";
import type { Ratio, Reads } from "./ratios.ts";
import type { StartUp } from "./start-up.ts";

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]): string => row.map((text) => `<${tag}>${text}</${tag}>`).join("");
  return `<table><tr>${cells("th", head)}</tr>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</table>`;
}

export function readTable(reads: Reads): string {
  const memory = reads.memory?.median;
  const rows = CONTENDERS.flatMap(({ name, title, what }) => {
    const found = reads[name];
    if (found === undefined) return [];
    const ratio = memory === undefined ? "" : (found.median / memory).toPrecision(3);
    const spread = `±${found.spread.toFixed(0)} %`;
    return [[title, formatUs(found.median), formatUs(found.least), formatUs(found.p95), spread, ratio, what]];
  });
  return table(["1 MB by", "median", "least", "95 %", "spread", "× memory", "how"], rows);
}

export function ratioTable(ratios: readonly Ratio[]): string {
  return table(
    ["ratio of medians", "is", "should be", ""],
    ratios.map(({ what, value, goal, holds }) => [what, value.toPrecision(3), goal, holds ? "holds" : "falls short"]),
  );
}

export function startTable(startUp: readonly StartUp[]): string {
  return table(
    ["start of hello", "compile", "start to exit", "again from the compiled module", "memory at exit"],
    startUp.map(({ name, compile, run, again, memory }) => [
      name,
      `${compile.toFixed(1)} ms`,
      `${run.toFixed(1)} ms`,
      `${again.toFixed(1)} ms`,
      `${(memory / 1e6).toFixed(1)} MB`,
    ]),
  );
}
