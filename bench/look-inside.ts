import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { largePrograms } from "./large-program.ts";
import { ownCost, type OwnCost } from "./own-cost.ts";

/** What looking into a large program costs beyond the same command on a file of eight bytes, which is Node's start. */
export interface LookRow extends OwnCost {
  readonly command: string;
  readonly target: string;
  /** Bytes of the program, or of one of the two. */
  readonly size: number;
}

/** Measures `inspect` and `diff` on programs of about 50 MB of each format. */
export function lookInside(home: string, commands: readonly string[], runs: number): readonly LookRow[] {
  mkdirSync(home, { recursive: true });
  const empty = path.join(home, "empty.wasm");
  writeFileSync(empty, Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const twin = path.join(home, "twin.wasm");
  copyFileSync(empty, twin);
  const pairs = largePrograms(home);
  return commands.flatMap((command) => {
    const args = (before: string, after: string): string[] =>
      command === "diff" ? ["diff", "--json", before, after] : [...command.split(" "), after];
    const base = ownCost(args(empty, twin), runs);
    return pairs.map(({ target, before, after, size }): LookRow => {
      const cost = ownCost(args(before, after), runs);
      return {
        command,
        target,
        size,
        wall: cost.wall - base.wall,
        cpu: cost.cpu - base.cpu,
        peak: cost.peak - base.peak,
      };
    });
  });
}

/** The rows as lines: milliseconds and how many times its size each took in memory. */
export function lookLines(rows: readonly LookRow[]): string[] {
  return rows.map(({ command, target, size, wall, cpu, peak }) => {
    const times = (peak / size).toFixed(2);
    return `${command}, ${target}, ${(size / 1e6).toFixed(1)} MB: ${wall.toFixed(0)} ms, ${cpu.toFixed(0)} ms CPU, ${(peak / 1e6).toFixed(0)} MB at its peak (${times} times its size)`;
  });
}
