import { html, type Html } from "../html/html.ts";
import { treemap } from "../html/treemap.ts";
import { formatBytes } from "../units.ts";
import type { ReportedFile } from "./proof-report.ts";

const WIDTH = 1000;
const HEIGHT = 420;
/** Colours that the shared page has for series. */
const COLOURS = 8;

/** The released files as a treemap, one colour a target. Names stand where there is room; the table below has all of them. */
export function sizesFigure(files: readonly ReportedFile[]): Html {
  const targets = [...new Set(files.map(({ target }) => target ?? ""))].sort();
  const tiles = treemap(files, { width: WIDTH, height: HEIGHT, size: (file) => file.size });
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return html`<div class="wide" tabindex="0" role="region" aria-label="Sizes of the released files as a map">
<svg class="map" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${files.length} files, ${formatBytes(total)} together; the table below has each">
${tiles.map(({ item, x, y, width, height }) => {
  const colour = (targets.indexOf(item.target ?? "") % COLOURS) + 1;
  const label = item.target ?? item.name;
  const fits = width > label.length * 8.5 + 12 && height > 40;
  return html`<g><title>${item.name}: ${formatBytes(item.size)}</title>
<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" class="c${colour}"/>
${fits && html`<text x="${(x + 8).toFixed(1)}" y="${(y + 20).toFixed(1)}">${label}</text><text x="${(x + 8).toFixed(1)}" y="${(y + 36).toFixed(1)}">${formatBytes(item.size)}</text>`}</g>
`;
})}</svg></div>`;
}
