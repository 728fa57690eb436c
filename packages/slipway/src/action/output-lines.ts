/**
 * An output of a step, in the form of `$GITHUB_OUTPUT` for values of several lines. The delimiter is a line that the value does not hold.
 *
 * Source: GitHub documentation, "Workflow commands for GitHub Actions", multiline strings.
 */
export function outputLines(name: string, value: string): string {
  const lines = new Set(value.split("\n"));
  let delimiter = "SLIPWAY_END";
  for (let more = 1; lines.has(delimiter); more += 1) delimiter = `SLIPWAY_END_${more}`;
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
