import { isAlive, place, startOf } from "../lock.ts";

/** A name for a process group that no later one has: where it is, its id and when its leader started. */
export function nameProcess(pid: number): string {
  return JSON.stringify([place(), pid, startOf(pid) ?? ""]);
}

/**
 * Kills the process group with this name if it still runs. On hosts that do not tell when a process started nothing is done,
 * since the id may be somebody else's by now.
 */
export function endOrphan(name: string): void {
  const [where, pid, start] = parse(name);
  if (pid <= 1 || start === "" || where !== place()) return;
  const now = startOf(pid);
  // The leader may have gone before its group; an id is not given away again while its group lives.
  if (now !== undefined && now !== start && now !== "ended") return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Gone.
  }
}

/** Whether the process with this name has ended for certain; one of another machine never has. */
export function hasEnded(name: string): boolean {
  const [where, pid, start] = parse(name);
  return pid > 1 && where === place() && !isAlive(pid, start);
}

function parse(name: string): readonly [string, number, string] {
  try {
    const [where, pid, start] = JSON.parse(name) as [unknown, unknown, unknown];
    if (typeof where === "string" && Number.isInteger(pid) && typeof start === "string")
      return [where, pid as number, start];
  } catch {
    // A line that a crash has torn.
  }
  return ["", 0, ""];
}
