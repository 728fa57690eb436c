/** A hosted machine: its cores, and US dollars for a minute of it. */
export interface MachinePrice {
  readonly label: string;
  readonly cores: number;
  readonly perMinute: number;
}

/**
 * GitHub's standard runners in private repositories; they cost nothing in public ones.
 *
 * Source: GitHub documentation, "Actions runner pricing", rates from January 2026. Each job is rounded up to a whole minute.
 */
export const HOSTED_PRICES: readonly MachinePrice[] = [
  { label: "Linux x64", cores: 2, perMinute: 0.006 },
  { label: "Linux arm64", cores: 2, perMinute: 0.005 },
  { label: "Windows x64", cores: 2, perMinute: 0.01 },
  { label: "Windows arm64", cores: 2, perMinute: 0.008 },
  { label: "macOS", cores: 3, perMinute: 0.062 },
];
