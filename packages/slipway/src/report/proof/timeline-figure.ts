import { html, type Html } from "../html/html.ts";
import { formatMilliseconds } from "../units.ts";
import type { ReportedTask } from "./proof-report.ts";

const WIDTH = 1000;
const LANE = 22;
const TOP = 20;
const COLOURS = 8;
/** Lanes that are drawn; more than any machine runs at once. */
const LANES = 64;

/** Tasks as bars over time, in as few lanes as their overlaps allow; one colour a kind. */
export function timelineFigure(tasks: readonly ReportedTask[]): Html {
  const end = Math.max(1, ...tasks.map(({ at, ms }) => at + ms));
  const kinds = [...new Set(tasks.map(({ kind }) => kind))].sort();
  const free: number[] = [];
  const bars = tasks
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((task) => {
      let lane = free.findIndex((until) => until <= task.at);
      if (lane < 0) lane = Math.min(free.length, LANES - 1);
      free[lane] = task.at + task.ms;
      return { task, lane };
    });
  const height = TOP + free.length * LANE + 4;
  const scale = (ms: number): number => (ms / end) * WIDTH;
  const marks = [0, 0.25, 0.5, 0.75].map((part) => part * end);
  return html`<div class="wide" tabindex="0" role="region" aria-label="Timeline of the run">
<svg class="timeline" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${tasks.length} tasks in ${formatMilliseconds(end)}; the list below has the longest">
${marks.map((ms) => html`<line x1="${scale(ms).toFixed(1)}" x2="${scale(ms).toFixed(1)}" y1="0" y2="${height}"/><text class="mark" x="${(scale(ms) + 4).toFixed(1)}" y="14">${formatMilliseconds(ms)}</text>`)}
${bars.map(({ task, lane }) => {
  const [x, width] = [scale(task.at), Math.max(2, scale(task.ms))];
  const colour = (kinds.indexOf(task.kind) % COLOURS) + 1;
  const fits = width > task.title.length * 7 + 12;
  return html`<g><title>${task.title}: ${formatMilliseconds(task.ms)}</title>
<rect x="${x.toFixed(1)}" y="${TOP + lane * LANE}" width="${width.toFixed(1)}" height="${LANE - 3}" class="c${colour}"/>
${fits && html`<text x="${(x + 5).toFixed(1)}" y="${TOP + lane * LANE + 14}">${task.title}</text>`}</g>
`;
})}</svg></div>
<p class="key">${kinds.map((kind, index) => html`<span><i class="swatch c${(index % COLOURS) + 1}"></i> ${kind}</span> `)}</p>
<h3>The longest</h3>
<ol>${tasks
    .toSorted((a, b) => b.ms - a.ms || (a.id < b.id ? -1 : 1))
    .slice(0, 8)
    .map(({ title, ms }) => html`<li>${title}: ${formatMilliseconds(ms)}</li>`)}</ol>`;
}
