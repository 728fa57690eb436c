import { readdirSync, readFileSync } from "node:fs";

/** A process by what tells it from a later one with its number. */
interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
  readonly ended: boolean;
}

/** The processes below another one, as they are now (Linux). */
export function descendants(root: number): readonly Process[] {
  const all = processes();
  const below = new Set([root]);
  for (let size = 0; size !== below.size;) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  return all.filter(({ pid }) => pid !== root && below.has(pid));
}

/** Waits until none of them runs any more. Processes that ended and that nobody waited for count as gone. */
export async function allGone(those: readonly Process[]): Promise<void> {
  for (;;) {
    const now = new Map(processes().map((each) => [each.pid, each]));
    const left = those.filter(({ pid, started }) => {
      const same = now.get(pid);
      return same !== undefined && same.started === started && !same.ended;
    });
    if (left.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** proc(5), /proc/pid/stat: fields are counted from the last `)`, which ends the name. */
function processes(): readonly Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const text = readFileSync(`/proc/${name}/stat`, "latin1");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      const [state = "", parent = ""] = fields;
      return [{ pid: Number(name), parent: Number(parent), started: fields[19] ?? "", ended: /[ZX]/.test(state) }];
    } catch {
      return [];
    }
  });
}
