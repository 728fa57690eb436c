import { html, type Html } from "../html/html.ts";
import { treemap, type Tile } from "../html/treemap.ts";
import { formatBytes } from "../units.ts";
import type { ReportedFile } from "./proof-report.ts";

/** Drawn for wide screens and for phones: a map that is scaled down has names that nobody can read. */
const FRAMES = [
  { on: "on-wide", width: 1000, height: 420 },
  { on: "on-narrow", width: 330, height: 420 },
] as const;
/** Colours that the shared page has for series. */
const COLOURS = 8;
/** Of a letter in the map, in its unit. */
const LETTER = 8.5;

/** The released files as a treemap, one colour a target. Names stand where there is room; the table below has all of them. */
export function sizesFigure(files: readonly ReportedFile[]): Html {
  const targets = [...new Set(files.map(({ target }) => target ?? ""))].sort();
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const label = `${files.length} files, ${formatBytes(total)} together; the table below has each`;
  const colour = ({ target = "" }: ReportedFile): number => (targets.indexOf(target) % COLOURS) + 1;
  return html`${FRAMES.map(({ on, width, height }) => {
    const tiles = treemap(files, { width, height, size: (file) => file.size });
    return html`<svg class="map ${on}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${tiles.map(
  (tile) => html`<g><title>${tile.item.name}: ${formatBytes(tile.item.size)}</title>
<rect x="${tile.x.toFixed(1)}" y="${tile.y.toFixed(1)}" width="${tile.width.toFixed(1)}" height="${tile.height.toFixed(1)}" class="c${colour(tile.item)}"/>
${tileText(tile)}</g>
`,
)}</svg>
`;
  })}`;
}

/** The target and the size, in the longest form that the tile has room for. */
function tileText({ item, x, y, width, height }: Tile<ReportedFile>): Html | false {
  const fits = (line: string): boolean => line.length * LETTER + 12 <= width;
  const name = item.target ?? item.name;
  const [os = "", arch = ""] = name.split("/");
  const size = formatBytes(item.size);
  const forms = [[name], [`${os}/${arch}`], [os, arch]].map((lines) => [...lines, size]);
  const lines = forms.find((form) => form.every(fits) && form.length * 16 + 10 <= height);
  if (lines === undefined) return false;
  return html`${lines.map((line, row) => html`<text x="${(x + 8).toFixed(1)}" y="${(y + 20 + row * 16).toFixed(1)}">${line}</text>`)}`;
}
