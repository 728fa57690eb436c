import type { ModuleBytes, ProgramSizes } from "../../binary/size/program-sizes.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { treemap } from "../html/treemap.ts";
import type { Tile } from "../html/treemap.ts";
import { formatBytes } from "../units.ts";
import { percent } from "./bars.ts";
import { moduleLabel, packageLabel } from "./part-words.ts";
import { otherLabel } from "./size-text.ts";

/** A group of the map: a module with its packages, the embedded files, or what belongs to no package. */
interface Group {
  readonly label: string;
  readonly short?: string;
  readonly bytes: number;
  readonly color: string;
  readonly cells: readonly Cell[];
}

interface Cell {
  readonly label: string;
  /** What is shown where there is little room; default the label. */
  readonly short?: string;
  readonly bytes: number;
  readonly note?: string;
}

/** Modules below this share of the file become one, and so do packages below a share of their module. */
const LEAST_OF_FILE = 0.0004;
const LEAST_OF_GROUP = 0.004;

/** Width by height of the map on a wide screen; on a narrow one it is stretched. */
const ASPECT = 1.8;

/**
 * A map of a program's bytes: one rectangle for each module, in it one for each package. A click, or Enter, on a module
 * makes it fill the map; that works without a script, by the address of the page.
 */
export function sizeMap(sizes: ProgramSizes): Html {
  const groups = groupsOf(sizes);
  const tiles = layTiles(groups, ASPECT);
  return html`<div class="map" id="map">
${tiles.map((tile, index) => groupHtml(tile, index, sizes.bytes))}</div>
`;
}

function groupsOf(sizes: ProgramSizes): readonly Group[] {
  const large = sizes.modules.filter((module) => module.bytes >= sizes.bytes * LEAST_OF_FILE);
  const small = sizes.modules.filter((module) => module.bytes < sizes.bytes * LEAST_OF_FILE);
  const modules = large.map((module, index): Group => moduleGroup(module, index));
  const rest = small.map((module): Cell => {
    return { label: moduleLabel(module), short: withoutHost(module.path), bytes: module.bytes };
  });
  const kinds = new Map<string, Cell[]>();
  for (const { name, bytes } of sizes.others) {
    const cells = kinds.get(otherLabel(name)) ?? [];
    cells.push({ label: name, bytes });
    kinds.set(otherLabel(name), cells);
  }
  const embedded = sizes.embedded.map(({ name, bytes }): Cell => ({ label: name, bytes }));
  return [
    ...modules,
    ...(rest.length > 0 ? [group(`${rest.length} small modules`, rest, "c8")] : []),
    ...(embedded.length > 0 ? [group("embedded files", embedded, "c4")] : []),
    ...[...kinds].map(([label, cells]) => group(label, cells, "other")),
  ];
}

function moduleGroup(module: ModuleBytes, index: number): Group {
  const cells = module.packages.map(({ path, bytes, code, data, tables }): Cell => ({
    label: packageLabel(path),
    short: withinModule(path, module.path),
    bytes,
    note: `code ${formatBytes(code)}, data ${formatBytes(data)}, tables ${formatBytes(tables)}`,
  }));
  return {
    ...group(moduleLabel(module), cells, module.path === "" ? "other" : `c${(index % 8) + 1}`),
    short: module.path.includes(".") ? withoutHost(module.path) : moduleLabel(module),
  };
}

/** `github.com/a/b` is `a/b`: the host tells the least. */
function withoutHost(path: string): string {
  const slash = path.indexOf("/");
  return slash > 0 && path.slice(0, slash).includes(".") ? path.slice(slash + 1) : path;
}

function withinModule(path: string, module: string): string {
  if (path.startsWith(`${module}/`)) return path.slice(module.length + 1);
  return path === module ? path.slice(path.lastIndexOf("/") + 1) : packageLabel(path);
}

function group(label: string, cells: readonly Cell[], color: string): Group {
  return { label, cells, color, bytes: cells.reduce((sum, cell) => sum + cell.bytes, 0) };
}

function groupHtml(tile: Tile<Group>, index: number, all: number): Html {
  const { label, short, bytes, color, cells } = tile.item;
  const size = `${formatBytes(bytes)}, ${percent(bytes / all)}`;
  const inner = layTiles(merged(cells, bytes), (ASPECT * tile.width) / tile.height);
  return html`<section class="group ${color}" id="group-${index}" style="${place(tile)}" aria-label="${label}, ${size}">
<a class="name" href="#group-${index}" title="${label}: ${size}"><b>${short ?? label}</b> ${formatBytes(bytes)}</a>
<a class="back" href="#map">whole map</a>
<div class="cells">${inner.map((cell) => cellHtml(cell, all))}</div></section>
`;
}

function cellHtml(tile: Tile<Cell>, all: number): Html {
  const { label, short, bytes, note } = tile.item;
  const title = [`${label}: ${formatBytes(bytes)}, ${percent(bytes / all)}`, note].filter(Boolean).join("; ");
  return html`<div class="cell" style="${place(tile)}" title="${title}"><span>${short ?? label}</span></div>`;
}

function merged(cells: readonly Cell[], all: number): readonly Cell[] {
  const small = cells.filter((cell) => cell.bytes < all * LEAST_OF_GROUP);
  if (small.length < 2) return cells;
  const rest = group(`${small.length} smaller ones`, small, "");
  return [...cells.filter((cell) => cell.bytes >= all * LEAST_OF_GROUP), rest];
}

/** Tiles in percent of the area that they fill, which is `aspect` times as wide as high. */
function layTiles<T extends { readonly bytes: number }>(items: readonly T[], aspect: number): readonly Tile<T>[] {
  const tiles = treemap(items, { width: 100 * aspect, height: 100, size: (item) => item.bytes });
  return tiles.map((tile) => ({ ...tile, x: percentOf(tile.x, aspect), width: percentOf(tile.width, aspect) }));
}

function percentOf(length: number, aspect: number): number {
  return Math.round((length / aspect) * 1000) / 1000;
}

function place({ x, y, width, height }: Tile<unknown>): string {
  return `left:${x}%;top:${y}%;width:${width}%;height:${height}%`;
}

/** Style rules of the map. Labels show where there is room for them. */
export const MAP_STYLES = `
.map { position: relative; height: min(75vh, 46rem); min-height: 24rem; border: 1px solid var(--line); overflow: hidden; }
.group { position: absolute; container-type: size; border: 1px solid var(--paper); background: var(--map-color); color: var(--on-colour); overflow: hidden; }
.group.other { --map-color: var(--surface); color: var(--ink); border-color: var(--line); }
${[1, 2, 3, 4, 5, 6, 7, 8].map((index) => `.group.c${index} { --map-color: var(--c${index}); }`).join("\n")}
.group a { position: absolute; top: 0; color: inherit; font-size: .8rem; line-height: 1.4rem; height: 1.4rem; padding: 0 .35rem; text-decoration: none; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; z-index: 1; }
.group a:focus-visible { outline-color: currentColor; outline-offset: -3px; }
.group .name { left: 0; max-width: 100%; width: 100%; }
.group .back { display: none; right: 0; text-decoration: underline; background: var(--map-color); }
.group .cells { position: absolute; inset: 1.4rem 1px 1px 1px; }
.group:target { left: 0 !important; top: 0 !important; width: 100% !important; height: 100% !important; z-index: 2; }
.group:target .back { display: block; }
.group:target .name { padding-right: 6rem; }
.cell { position: absolute; container-type: size; border: 1px solid color-mix(in srgb, currentColor 35%, transparent); overflow: hidden; }
.cell:hover { background: color-mix(in srgb, currentColor 18%, transparent); }
.cell span { position: absolute; inset: 0; padding: 0 .25rem; font-size: .75rem; line-height: 1.2rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
@container (max-height: 1.1rem) { .cell span { display: none; } }
@container (max-width: 2.2rem) { .cell span { display: none; } }
@container (max-height: 2.6rem) { .group .cells { inset: 0; } .group .name { opacity: 0; } }
@container (max-width: 3rem) { .group .cells { inset: 0; } .group .name { opacity: 0; } }
@media print { .map { height: 16cm; break-inside: avoid; } .group:target { position: absolute; } }
`;
