import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";

/** A rectangle in percent of the area that it lies in. */
export interface Tile<T> {
  readonly item: T;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Lays items out as rectangles whose areas are as their sizes, close to squares (Bruls, Huizing and van Wijk, "Squarified
 * treemaps"). `aspect` is width by height of the area. Items without size get none.
 */
export function layTiles<T>(items: readonly T[], size: (item: T) => number, aspect: number): readonly Tile<T>[] {
  const shown = items.filter((item) => size(item) > 0);
  if (shown.length === 0) return [];
  interface Node {
    readonly item?: T;
    readonly children?: readonly Node[];
  }
  const root = hierarchy<Node>(
    { children: shown.map((item) => ({ item })) },
    (node) => node.children as Node[] | undefined,
  )
    .sum((node) => (node.item === undefined ? 0 : size(node.item)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const placed = treemap<Node>().tile(treemapSquarify).size([aspect, 1])(root);
  return placed.leaves().map(({ data, x0, x1, y0, y1 }) => ({
    item: data.item!,
    left: round((x0 / aspect) * 100),
    top: round(y0 * 100),
    width: round(((x1 - x0) / aspect) * 100),
    height: round((y1 - y0) * 100),
  }));
}

/** Thousandths of a percent are finer than any screen, and the same on every machine. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
