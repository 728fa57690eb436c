import type { ModuleBytes, ProgramSizes } from "../../binary/size/program-sizes.ts";
import { html } from "../html/html.ts";
import type { Html, HtmlValue } from "../html/html.ts";
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
  /** Several that are too small to be seen. */
  readonly isRest?: boolean;
}

/** Modules below this share of the file become one, and so do packages below both shares, of the file and of their module. */
const LEAST_OF_FILE = 0.0004;
const LEAST_OF_GROUP = 0.004;

/** Width by height of the map on a wide screen and on a narrow one. In between it is stretched. */
const WIDE = 1.8;
const NARROW = 0.6;

/**
 * The names under which a tile's place stands in its style: on a wide screen, on a narrow one, and on both when its group
 * fills the map.
 */
const LAYOUTS = { wide: "", narrow: "n", filledWide: "f", filledNarrow: "g" } as const;
type Layout = keyof typeof LAYOUTS;

/**
 * A map of a program's bytes: one rectangle for each module, in it one for each package. A click, or Enter, on a module
 * makes it fill the map; that works without a script, by the address of the page.
 */
export function sizeMap(sizes: ProgramSizes): Html {
  const groups = groupsOf(sizes);
  const wide = layTiles(groups, WIDE);
  const narrow = layTiles(groups, NARROW);
  return html`<div class="map" id="map">
${wide.map((tile, index) => groupHtml({ wide: tile, narrow: narrow[index]! }, index, sizes.bytes))}</div>
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

function groupHtml(
  tiles: { readonly wide: Tile<Group>; readonly narrow: Tile<Group> },
  index: number,
  all: number,
): Html {
  const { label, short, bytes, color, cells } = tiles.wide.item;
  const size = `${formatBytes(bytes)}, ${percent(bytes / all)}`;
  const shown = merged(cells, bytes, all);
  const layouts: Readonly<Record<Layout, readonly Tile<Cell>[]>> = {
    wide: layTiles(shown, (WIDE * tiles.wide.width) / tiles.wide.height),
    narrow: layTiles(shown, (NARROW * tiles.narrow.width) / tiles.narrow.height),
    filledWide: layTiles(shown, WIDE),
    filledNarrow: layTiles(shown, NARROW),
  };
  const places = layouts.wide.map((tile, at) => ({
    item: tile.item,
    place: place({
      wide: tile,
      narrow: layouts.narrow[at]!,
      filledWide: layouts.filledWide[at]!,
      filledNarrow: layouts.filledNarrow[at]!,
    }),
  }));
  return html`<section class="group ${color}" id="group-${index}" style="${place(tiles)}" aria-label="${label}, ${size}">
<a class="name" href="#group-${index}" title="${label}: ${size}"><b>${short ?? label}</b> ${formatBytes(bytes)}</a>
<a class="back" href="#map">whole map</a>
<div class="cells">${places.map((cell) => cellHtml(cell.item, cell.place, all))}</div></section>
`;
}

function cellHtml({ label, short, bytes, note }: Cell, where: string, all: number): Html {
  const title = [`${label}: ${formatBytes(bytes)}, ${percent(bytes / all)}`, note].filter(Boolean).join("; ");
  return html`<div class="cell" style="${where}" title="${title}"><span>${breakable(short ?? label)}</span></div>`;
}

/** A path may be broken behind each slash; its end, which tells most, is what stays where there is little room. */
function breakable(path: string): readonly HtmlValue[] {
  const words = path.split(/(?<=\/)/);
  const end = words.length - (/\/v\d+$/.test(path) ? 2 : 1);
  const broken = words.map((word, index) => (index === words.length - 1 ? word : html`${word}<wbr>`));
  return end > 0 ? [html`<i>${broken.slice(0, end)}</i>`, ...broken.slice(end)] : broken;
}

function merged(cells: readonly Cell[], group: number, all: number): readonly Cell[] {
  const least = Math.min(all * LEAST_OF_FILE, group * LEAST_OF_GROUP);
  const small = cells.filter((cell) => cell.bytes < least);
  if (small.length < 2) return cells;
  const bytes = small.reduce((sum, cell) => sum + cell.bytes, 0);
  return [
    ...cells.filter((cell) => cell.bytes >= least),
    { label: `${small.length} smaller ones`, bytes, isRest: true },
  ];
}

/** Tiles in percent of the area that they fill, which is `aspect` times as wide as high. */
function layTiles<T extends { readonly bytes: number; readonly isRest?: boolean }>(
  items: readonly T[],
  aspect: number,
): readonly Tile<T>[] {
  const tiles = treemap(items, {
    width: 100 * aspect,
    height: 100,
    size: (item) => item.bytes,
    isLast: (item) => item.isRest === true,
  });
  return tiles.map((tile) => ({ ...tile, x: tile.x / aspect, width: tile.width / aspect }));
}

/** Custom properties that the style rules choose from. Hundredths of a percent are finer than a pixel. */
function place(tiles: Partial<Readonly<Record<Layout, Tile<unknown>>>>): string {
  return Object.entries(LAYOUTS)
    .flatMap(([layout, prefix]) => {
      const tile = tiles[layout as Layout];
      if (tile === undefined) return [];
      const { x, y, width, height } = tile;
      return Object.entries({ x, y, w: width, h: height }).map(
        ([name, value]) => `--${prefix}${name}:${Math.round(value * 100) / 100}%`,
      );
    })
    .join(";");
}

/** The rule that puts tiles where a layout says. */
function laidOut(selector: string, layout: Layout): string {
  const prefix = LAYOUTS[layout];
  const value = (name: string): string => `var(--${prefix}${name})`;
  return `${selector} { left: ${value("x")}; top: ${value("y")}; width: ${value("w")}; height: ${value("h")}; }`;
}

/** Style rules of the map. Labels show where there is room for them, in whole lines. */
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
.cell { position: absolute; container-type: size; border: 1px solid color-mix(in srgb, currentColor 35%, transparent); overflow: hidden; }
.cell:hover { background: color-mix(in srgb, currentColor 18%, transparent); }
.cell span { position: absolute; inset: 0; bottom: auto; height: 100%; height: round(down, 100%, 1.1rem); padding: 0 .25rem; font-size: .75rem; line-height: 1.1rem; overflow: hidden; text-overflow: ellipsis; overflow-wrap: normal; }
.cell i { font-style: normal; }
tbody th { min-width: 9rem; }
${laidOut(".group, .cell", "wide")}
${laidOut(".group:target .cell", "filledWide")}
@media (max-width: 44rem) {
.map { height: 36rem; }
${laidOut(".group, .cell", "narrow")}
${laidOut(".group:target .cell", "filledNarrow")}
}
.group:target { left: 0; top: 0; width: 100%; height: 100%; z-index: 2; }
.group:target .back { display: block; }
.group:target .name { padding-right: 6rem; }
@container (max-width: 4.5rem) { .cell i { display: none; } }
@container (max-width: 7rem) and (max-height: 3.4rem) { .cell i { display: none; } }
@container (max-height: 1.1rem) { .cell span { display: none; } }
@container (max-width: 2.2rem) { .cell span { display: none; } }
@container (max-height: 2.6rem) { .group .cells { inset: 0; } .group .name { opacity: 0; } }
@container (max-width: 3rem) { .group .cells { inset: 0; } .group .name { opacity: 0; } }
@media print { .map { height: 16cm; break-inside: avoid; } .group:target { position: absolute; } }
`;
