import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { median } from "./measure.ts";

/** What compressing the same programs costs, with Slipway's encoder and with Go's gzip at level 9. */
export interface ArchiveRow {
  readonly contender: string;
  /** Wall seconds of the process, its start included. */
  readonly wall: number;
  /** CPU seconds of the compression alone. */
  readonly cpu: number;
  /** Compressed bytes. */
  readonly bytes: number;
}

const TARGETS = ["linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"];

/** Builds a net/http program for four targets and compresses it with both encoders in turn, `runs` times. */
export async function archiveStep(runs = 9): Promise<[ours: ArchiveRow, theirs: ArchiveRow]> {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-bench-archive-"));
  try {
    const files = TARGETS.map((target) => {
      const [GOOS, GOARCH] = target.split("/");
      const file = path.join(home, target.replace("/", "_"));
      execFileSync("go", ["build", "-trimpath", "-ldflags=-s -w", "-o", file, "."], {
        cwd: path.resolve(import.meta.dirname, "..", "examples", "hello"),
        env: { ...process.env, GOOS, GOARCH, CGO_ENABLED: "0", GOFLAGS: "" },
      });
      return file;
    });
    const gzip9 = path.join(home, "gzip9");
    execFileSync("go", ["build", "-o", gzip9, "."], {
      cwd: path.join(import.meta.dirname, "gzip9"),
      env: { ...process.env, GOFLAGS: "" },
    });
    const start = (contender: string, command: readonly string[]) => ({
      contender,
      command: [...command, ...files],
      wall: [] as number[],
      cpu: [] as number[],
      bytes: 0,
    });
    const ours = start("slipway", [process.execPath, path.join(import.meta.dirname, "gzip-ours.ts")]);
    const theirs = start("Go gzip 9", [gzip9]);
    for (let run = 0; run < runs; run++) {
      for (const row of [ours, theirs]) {
        const [file = "", ...args] = row.command;
        const start = performance.now();
        const [bytes, cpu] = execFileSync(file, args, { encoding: "utf8" }).trim().split(" ").map(Number);
        row.wall.push((performance.now() - start) / 1000);
        row.cpu.push(cpu ?? Number.NaN);
        row.bytes = bytes ?? Number.NaN;
      }
    }
    const middle = ({ contender, bytes, wall, cpu }: typeof ours): ArchiveRow => ({
      contender,
      bytes,
      wall: median(wall),
      cpu: median(cpu),
    });
    return [middle(ours), middle(theirs)];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
