import { html, type Html } from "../html/html.ts";
import { formatMilliseconds } from "../units.ts";
import type { ReportedTask } from "./proof-report.ts";

/** Drawn for wide screens and for phones, each with letters of their size. */
const FRAMES = [
  { on: "on-wide", width: 1000, marks: [0, 0.25, 0.5, 0.75] },
  { on: "on-narrow", width: 330, marks: [0, 0.5] },
] as const;
const LANE = 22;
const TOP = 20;
/** Colours that the shared page has for series; the last is for all kinds that took the least. */
const COLOURS = 8;
/** Of a letter in the figure, in its unit. */
const LETTER = 7.2;
/** Lanes that are drawn; more than any machine runs at once. */
const LANES = 64;

interface Bar {
  readonly task: ReportedTask;
  readonly lane: number;
}

/** Tasks as bars over time, in as few lanes as their overlaps allow; one colour a kind. */
export function timelineFigure(tasks: readonly ReportedTask[]): Html {
  const end = Math.max(1, ...tasks.map(({ at, ms }) => at + ms));
  const key = colourKey(tasks);
  const bars = inLanes(tasks);
  return html`${FRAMES.map((frame) => figure(bars, { ...frame, end, key }))}
<p class="key">${key.names.map((kind, index) => html`<span><i class="swatch c${index + 1}"></i> ${kind}</span> `)}</p>
<h3>The longest</h3>
<ol>${tasks
    .toSorted((a, b) => b.ms - a.ms || (a.id < b.id ? -1 : 1))
    .slice(0, 8)
    .map(({ title, ms }) => html`<li>${title}: ${formatMilliseconds(ms)}</li>`)}</ol>`;
}

interface Drawn {
  readonly on: string;
  readonly width: number;
  readonly marks: readonly number[];
  readonly end: number;
  readonly key: ColourKey;
}

function figure(bars: readonly Bar[], { on, width, marks, end, key }: Drawn): Html {
  const height = TOP + Math.max(0, ...bars.map(({ lane }) => lane + 1)) * LANE + 4;
  const scale = (ms: number): string => ((ms / end) * width).toFixed(1);
  return html`<svg class="timeline ${on}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${bars.length} tasks in ${formatMilliseconds(end)}; the list below has the longest">
${marks.map((part) => html`<line x1="${scale(part * end)}" x2="${scale(part * end)}" y1="0" y2="${height}"/><text class="mark" x="${(part * width + 4).toFixed(1)}" y="14">${part === 0 ? "0" : formatMilliseconds(part * end)}</text>`)}
${bars.map(({ task, lane }) => {
  const long = Math.max(2, (task.ms / end) * width);
  const text = shortened(task.title, Math.floor((long - 12) / LETTER));
  return html`<g><title>${task.title}: ${formatMilliseconds(task.ms)}</title>
<rect x="${scale(task.at)}" y="${TOP + lane * LANE}" width="${long.toFixed(1)}" height="${LANE - 3}" class="c${key.colour(task.kind)}"/>
${text !== "" && html`<text x="${((task.at / end) * width + 5).toFixed(1)}" y="${TOP + lane * LANE + 14}">${text}</text>`}</g>
`;
})}</svg>
`;
}

function inLanes(tasks: readonly ReportedTask[]): Bar[] {
  const free: number[] = [];
  return tasks
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((task) => {
      let lane = free.findIndex((until) => until <= task.at);
      if (lane < 0) lane = Math.min(free.length, LANES - 1);
      free[lane] = task.at + task.ms;
      return { task, lane };
    });
}

interface ColourKey {
  readonly names: readonly string[];
  colour(kind: string): number;
}

/** No colour means two things: where there are more kinds than colours, those that took the least share the last. */
function colourKey(tasks: readonly ReportedTask[]): ColourKey {
  const spent = new Map<string, number>();
  for (const { kind, ms } of tasks) spent.set(kind, (spent.get(kind) ?? 0) + ms);
  const kinds = [...spent].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([kind]) => kind);
  const own = kinds.length > COLOURS ? kinds.slice(0, COLOURS - 1) : kinds;
  const names = own.length < kinds.length ? [...own, "all others"] : own;
  return { names, colour: (kind) => (own.includes(kind) ? own.indexOf(kind) : own.length) + 1 };
}

/** As much of a title as there is room for; nothing where that would say nothing. */
function shortened(title: string, letters: number): string {
  if (title.length <= letters) return title;
  return letters < 8 ? "" : `${title.slice(0, letters - 1).trimEnd()}…`;
}
