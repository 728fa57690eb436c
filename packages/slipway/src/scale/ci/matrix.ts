import type { Pipeline } from "./pipeline.ts";

/** The matrices of a pipeline as lines for `$GITHUB_OUTPUT`: `build=[...]`. */
export function matrixLines({ build, prove, test }: Pipeline): string {
  const matrices = { build, prove, test };
  return Object.entries(matrices)
    .map(([name, legs]) => `${name}=${JSON.stringify(legs)}\n`)
    .join("");
}
