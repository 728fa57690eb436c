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
export async function archiveStep(runs = 5): Promise<ArchiveRow[]> {
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
    const commands = {
      slipway: [process.execPath, path.join(import.meta.dirname, "gzip-ours.ts"), ...files],
      "Go gzip 9": [gzip9, ...files],
    };
    const rows = Object.keys(commands).map((contender) => ({
      contender,
      wall: [] as number[],
      cpu: [] as number[],
      bytes: 0,
    }));
    for (let run = 0; run < runs; run++) {
      for (const row of rows) {
        const [file = "", ...args] = commands[row.contender as keyof typeof commands];
        const start = performance.now();
        const [bytes, cpu] = execFileSync(file, args, { encoding: "utf8" }).trim().split(" ").map(Number);
        row.wall.push((performance.now() - start) / 1000);
        row.cpu.push(cpu ?? Number.NaN);
        row.bytes = bytes ?? Number.NaN;
      }
    }
    return rows.map((row) => ({ ...row, wall: median(row.wall), cpu: median(row.cpu) }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
