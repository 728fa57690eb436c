import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { isErrno } from "../file/errno.ts";

const live = new Set<number>();
let guarded = false;

/**
 * Remembers a process group until `untrack`, so that it is killed when our own process ends in any way that still runs
 * code (a normal exit, an uncaught error).
 */
export function trackTree(pid: number): { untrack(): void } {
  if (!guarded) {
    guarded = true;
    process.on("exit", () => {
      for (const each of live) signalTree(each, "SIGKILL");
    });
  }
  live.add(pid);
  return {
    untrack() {
      live.delete(pid);
    },
  };
}

/** Ends a process group: SIGTERM, and SIGKILL for what is left of it after `grace` milliseconds. */
export async function killTree(pid: number, grace: number): Promise<void> {
  signalTree(pid, "SIGTERM");
  const end = performance.now() + grace;
  for (let round = 1; treeAlive(pid); round += 1) {
    // Orphans that ended stay in the table where nobody reaps them (containers without an init).
    if (round % 5 === 0 && onlyZombies(pid)) return;
    if (performance.now() > end) {
      signalTree(pid, "SIGKILL");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Whether nothing of the group runs any more; what ended and was not waited for does not count. */
export function treeEnded(pid: number): boolean {
  return !treeAlive(pid) || onlyZombies(pid);
}

/** Whether any process of the group exists (ended ones that nobody waited for count). */
function treeAlive(pid: number): boolean {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, "EPERM");
  }
}

function signalTree(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  if (process.platform === "win32") {
    // Windows knows no polite signal for console programs; taskkill walks the tree.
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on(
      "error",
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!isErrno(error, "ESRCH", "EPERM")) throw error;
  }
}

function onlyZombies(group: number): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").every((name) => {
    if (!/^[0-9]+$/.test(name)) return true;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "latin1");
      const [state, , of] = text.slice(text.lastIndexOf(")") + 2).split(" ");
      return of !== String(group) || state === "Z";
    } catch {
      return true;
    }
  });
}
