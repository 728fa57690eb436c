/** A thing with a size above 0. */
export interface Sized {
  readonly size: number;
}

/** Where a thing lies, in the unit of the frame. */
export interface Tile<T extends Sized> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fills a frame with tiles whose areas are as the sizes, each as square as can be (Bruls, Huizing, van Wijk: "Squarified
 * treemaps"). Items come largest first.
 */
export function treemap<T extends Sized>(items: readonly T[], frame: Frame): Tile<T>[] {
  const total = items.reduce((sum, { size }) => sum + size, 0);
  if (total === 0) return [];
  const scale = (frame.width * frame.height) / total;
  const sorted = items.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size);
  const tiles: Tile<T>[] = [];
  let left = frame;
  for (let start = 0; start < sorted.length;) {
    const side = Math.min(left.width, left.height);
    let end = start + 1;
    while (
      end < sorted.length &&
      worst(sorted, { start, end: end + 1, side, scale }) <= worst(sorted, { start, end, side, scale })
    )
      end++;
    left = layRow(sorted.slice(start, end), { left, scale, tiles });
    start = end;
  }
  return tiles;
}

/** The worst ratio of sides in a row along the short side. */
function worst(
  items: readonly Sized[],
  {
    start,
    end,
    side,
    scale,
  }: { readonly start: number; readonly end: number; readonly side: number; readonly scale: number },
): number {
  const areas = items.slice(start, end).map(({ size }) => size * scale);
  const sum = areas.reduce((total, area) => total + area, 0);
  const [largest = 1, smallest = 1] = [areas[0], areas.at(-1)];
  return Math.max((side ** 2 * largest) / sum ** 2, sum ** 2 / (side ** 2 * smallest));
}

function layRow<T extends Sized>(
  row: readonly T[],
  { left, scale, tiles }: { readonly left: Frame; readonly scale: number; readonly tiles: Tile<T>[] },
): Frame {
  const area = row.reduce((sum, { size }) => sum + size, 0) * scale;
  const upright = left.width >= left.height;
  const thickness = area / (upright ? left.height : left.width);
  let at = upright ? left.y : left.x;
  for (const item of row) {
    const length = (item.size * scale) / thickness;
    tiles.push(
      upright
        ? { item, x: left.x, y: at, width: thickness, height: length }
        : { item, x: at, y: left.y, width: length, height: thickness },
    );
    at += length;
  }
  return upright
    ? { ...left, x: left.x + thickness, width: left.width - thickness }
    : { ...left, y: left.y + thickness, height: left.height - thickness };
}
