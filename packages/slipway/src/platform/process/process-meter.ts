import { readFileSync, readdirSync } from "node:fs";
import { pageSize } from "../host/page-size.ts";

/** What a process tree used. */
export interface TreeUsage {
  /** User and system CPU milliseconds. */
  readonly cpuMs?: number;
  /** The largest sum of resident bytes that a sample saw. */
  readonly peakBytes?: number;
}

/** Watches one process tree. */
export interface TreeMeter {
  /** To be called at once when the root process was waited for. */
  exited(): void;
  usage(): Promise<TreeUsage>;
}

/** Linux counts CPU in 1/100 s (USER_HZ) in /proc, whatever the kernel is built with. */
const TICK_MS = 10;
const FIRST_SAMPLE = 15;
const LAST_SAMPLE = 200;

interface Stat {
  readonly parent: number;
  readonly group: number;
  readonly cpuMs: number;
  readonly waitedMs: number;
  readonly bytes: number;
}

interface Watched {
  readonly root: number;
  readonly members: Set<number>;
  peakBytes: number;
  sampledMs: number;
  cpuMs: number;
  readonly onSample: (bytes: number) => void;
}

const watched = new Map<number, Watched>();
/** Processes that are known to belong to nobody here, so that most of /proc is read once only. */
let strangers = new Set<number>();
let timer: NodeJS.Timeout | undefined;
let delay = FIRST_SAMPLE;
let waitedMs = 0;
let exits: Watched[] = [];

/**
 * Measures a process tree by sampling /proc, and tells of each sample; one sampler serves all trees. Elsewhere than on Linux nothing is known and
 * the usage is empty.
 *
 * Memory comes from the samples, so a short peak can be missed. CPU is exact: what the kernel added to our own
 * "children waited for" when the root was reaped; roots reaped in the same turn share it by what the samples saw.
 */
export function meterTree(root: number, onSample: (bytes: number) => void = () => undefined): TreeMeter {
  if (process.platform !== "linux") return { exited() {}, usage: () => Promise.resolve({}) };
  if (watched.size === 0) waitedMs = readStat("self")?.waitedMs ?? 0;
  const tree: Watched = { root, members: new Set([root]), peakBytes: 0, sampledMs: 0, cpuMs: 0, onSample };
  watched.set(root, tree);
  delay = FIRST_SAMPLE;
  clearTimeout(timer);
  sample();
  let shared: Promise<void> | undefined;
  return {
    exited() {
      watched.delete(root);
      if (watched.size === 0) clearTimeout(timer);
      exits.push(tree);
      shared = new Promise((resolve) => {
        setImmediate(() => {
          shareCpu();
          resolve();
        });
      });
    },
    async usage() {
      await shared;
      return { cpuMs: tree.cpuMs, ...(tree.peakBytes > 0 ? { peakBytes: tree.peakBytes } : {}) };
    },
  };
}

function shareCpu(): void {
  const trees = exits;
  exits = [];
  if (trees.length === 0) return;
  const now = readStat("self")?.waitedMs ?? waitedMs;
  const added = now - waitedMs;
  waitedMs = now;
  const sampled = trees.reduce((sum, tree) => sum + tree.sampledMs, 0);
  for (const tree of trees) tree.cpuMs = sampled === 0 ? added / trees.length : (added * tree.sampledMs) / sampled;
}

function sample(): void {
  const stats = new Map<number, Stat>();
  const unknown: number[] = [];
  const seen = new Set<number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    if (strangers.has(pid)) seen.add(pid);
    else unknown.push(pid);
  }
  strangers = seen;
  // Parents have lower ids than their children except after a wrap-around, which only delays a member by one sample.
  for (const pid of unknown) {
    const stat = readStat(pid);
    if (stat === undefined) continue;
    stats.set(pid, stat);
    const owner = ownerOf(pid, stat);
    if (owner === undefined) strangers.add(pid);
    else owner.members.add(pid);
  }
  // A process starts as a copy of our own; only after exec is it in its own group.
  strangers.delete(process.pid);
  for (const tree of watched.values()) {
    let bytes = 0;
    let cpuMs = 0;
    for (const pid of tree.members) {
      const stat = stats.get(pid);
      if (stat === undefined) {
        tree.members.delete(pid);
        continue;
      }
      bytes += stat.bytes;
      cpuMs += stat.cpuMs + stat.waitedMs;
    }
    tree.peakBytes = Math.max(tree.peakBytes, bytes);
    tree.sampledMs = Math.max(tree.sampledMs, cpuMs);
    tree.onSample(bytes);
  }
  timer = setTimeout(sample, delay);
  timer.unref();
  delay = Math.min(delay * 2, LAST_SAMPLE);
}

function ownerOf(pid: number, stat: Stat): Watched | undefined {
  const own = watched.get(stat.group);
  if (own !== undefined) return own;
  for (const tree of watched.values()) if (tree.members.has(pid) || tree.members.has(stat.parent)) return tree;
  return undefined;
}

/** proc(5), /proc/pid/stat: the name may hold spaces and parentheses, so fields are counted from the last `)`. */
function readStat(pid: number | "self"): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3] ?? 0);
  return {
    parent: field(4),
    group: field(5),
    cpuMs: (field(14) + field(15)) * TICK_MS,
    waitedMs: (field(16) + field(17)) * TICK_MS,
    bytes: field(24) * pageSize(),
  };
}
