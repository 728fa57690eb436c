import { hierarchy, treemap as d3Treemap, treemapSquarify } from "d3-hierarchy";

/** Where a thing lies, in the unit of the frame. */
export interface Tile<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Frame<T> {
  readonly width: number;
  readonly height: number;
  readonly size: (item: T) => number;
  /** Items that come behind all others, whatever their size: "the rest". */
  readonly isLast?: (item: T) => boolean;
}

/**
 * Fills a frame with tiles whose areas are as the sizes, each close to a square (Bruls, Huizing and van Wijk, "Squarified
 * treemaps"). The largest come first; items without size get none.
 */
export function treemap<T>(items: readonly T[], { width, height, size, isLast }: Frame<T>): readonly Tile<T>[] {
  const shown = items.filter((item) => size(item) > 0);
  if (shown.length === 0) return [];
  interface Node {
    readonly item?: T;
    readonly children?: readonly Node[];
  }
  const rank = ({ item }: Node): number => (item !== undefined && isLast?.(item) === true ? 1 : 0);
  const root = hierarchy<Node>(
    { children: shown.map((item) => ({ item })) },
    (node) => node.children as Node[] | undefined,
  )
    .sum((node) => (node.item === undefined ? 0 : size(node.item)))
    .sort((a, b) => rank(a.data) - rank(b.data) || (b.value ?? 0) - (a.value ?? 0));
  const placed = d3Treemap<Node>().tile(treemapSquarify).size([width, height])(root);
  return placed.leaves().map(({ data, x0, x1, y0, y1 }) => ({
    item: data.item!,
    x: round(x0),
    y: round(y0),
    width: round(x1 - x0),
    height: round(y1 - y0),
  }));
}

/** Thousandths are finer than any screen, and the same on every machine. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
