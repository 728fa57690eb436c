/** A bar of a chart; `value` in microseconds. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

const ROW = 24;
const LABELS = 240;
const BARS = 420;

/** Horizontal bars on a logarithmic scale, since the values span four orders of magnitude; the axis says so. */
export function barChart(bars: readonly Bar[]): string {
  if (bars.length === 0) return "";
  const low = 10 ** Math.floor(Math.log10(Math.min(...bars.map(({ value }) => value))));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...bars.map(({ value }) => value))) + 0.01);
  const decades = Math.max(1, Math.round(Math.log10(high / low)));
  const x = (value: number): number => (Math.log10(value / low) / decades) * BARS;
  const height = bars.length * ROW;
  const lines = Array.from({ length: decades + 1 }, (_, index) => {
    const at = LABELS + (index / decades) * BARS;
    const text = formatUs(low * 10 ** index);
    return `<line x1="${at}" y1="0" x2="${at}" y2="${height}" class="grid"/><text x="${at}" y="${height + 16}" class="tick">${text}</text>`;
  });
  const rows = bars.map(({ label, value }, index) => {
    const y = index * ROW;
    return (
      `<text x="${LABELS - 8}" y="${y + 16}" class="label">${label}</text>` +
      `<rect x="${LABELS}" y="${y + 4}" width="${Math.max(1, x(value)).toFixed(1)}" height="${ROW - 8}" class="bar"/>` +
      `<text x="${(LABELS + x(value) + 6).toFixed(1)}" y="${y + 16}" class="value">${formatUs(value)}</text>`
    );
  });
  const size = `width="${LABELS + BARS + 90}" height="${height + 24}"`;
  return `<svg ${size} role="img" aria-label="Time to read 1 MB, logarithmic scale">${lines.join("")}${rows.join("")}</svg>`;
}

/** Microseconds for people. */
export function formatUs(us: number): string {
  if (us >= 1000) return `${(us / 1000).toPrecision(3)} ms`;
  return `${us >= 10 ? us.toFixed(0) : us.toPrecision(2)} µs`;
}
