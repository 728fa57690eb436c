import { readdirSync, readFileSync } from "node:fs";

/** Commands of processes whose environment names a folder, as that of all that the gate starts does: what it leaves running (Linux). */
export function stillRunning(folder: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .flatMap((pid) => {
      try {
        const started = readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder);
        return started ? [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
      } catch {
        return [];
      }
    });
}
