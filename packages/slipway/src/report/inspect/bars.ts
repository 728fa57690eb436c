const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of at most `width` characters for a share between 0 and 1, exact to an eighth of a character. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * width * 8);
  return "█".repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? "");
}

/** A share as percent, with a decimal below ten. */
export function percent(share: number): string {
  const value = share * 100;
  return value === 0 || value >= 9.95 ? `${Math.round(value)} %` : value < 0.05 ? "<0.1 %" : `${value.toFixed(1)} %`;
}
