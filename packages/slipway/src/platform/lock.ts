import { promises as fs, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { SlipwayError } from "../errors.ts";
import { isErrno } from "./file/errno.ts";
import { ensureFolder, temporaryBeside } from "./file/files.ts";

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  /** When the process started, in the host's own unit: a pid alone may have been given to another process since. */
  readonly start: string;
  /** Host, boot and pid name space: only there does the pid mean anything. */
  readonly place: string;
  readonly released: boolean;
}

/** A held lock. */
export interface Lock {
  release(): Promise<void>;
}

/** What to do when another process holds the lock. */
export interface LockOptions {
  /** Milliseconds to wait for it; 0 fails at once. Default 0. */
  readonly wait?: number;
  readonly signal?: AbortSignal;
  /** Called once when the wait begins. */
  readonly onWait?: (owner: LockOwner) => void;
  /** What is locked, for the message: `the project "/home/me/hello"`. */
  readonly what: string;
}

const HEARTBEAT = 10_000;
const STALE_ELSEWHERE = 60_000;
/** A machine that slept must not lose its locks at once where a pid is all that there is to go by. */
const STALE_WITHOUT_START = 300_000;
const POLL = 50;

/**
 * Takes a lock that processes share through a folder. A holder that died, even by kill -9, is found out by its pid and
 * start time (on another host or in another container, where pids say nothing, by a missing heartbeat).
 *
 * The folder holds numbered files; the highest number tells the state and is never deleted, only followed by a higher
 * one, which only one process can create. So a stale lock is never removed, and two processes that find the same stale
 * lock cannot both win.
 *
 * @throws SlipwayError `locked` when another process holds it, `cancelled` when `signal` is aborted while waiting.
 */
export async function takeLock(folder: string, options: LockOptions): Promise<Lock> {
  await ensureFolder(folder);
  const end = performance.now() + (options.wait ?? 0);
  let waiting = false;
  for (;;) {
    const top = (await numbers(folder)).at(-1) ?? 0;
    const owner = top === 0 ? undefined : await readOwner(join(folder, String(top)));
    if (owner === undefined || (await isFree(owner, join(folder, String(top))))) {
      const lock = await create(folder, top + 1);
      if (lock !== undefined) return lock;
      continue;
    }
    if (performance.now() >= end) {
      throw new SlipwayError("locked", `Another run (process ${owner.pid}) is working on ${options.what}`, {
        hint: `wait for it to finish, or end it with: kill ${owner.pid}`,
      });
    }
    if (!waiting) options.onWait?.(owner);
    waiting = true;
    if (options.signal?.aborted) throw new SlipwayError("cancelled", `Waiting for ${options.what} was cancelled`);
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

async function create(folder: string, number: number): Promise<Lock | undefined> {
  const path = join(folder, String(number));
  const owner: LockOwner = { pid: process.pid, start: startOf(process.pid) ?? "", place: place(), released: false };
  // Filled first and linked then, so that nobody ever reads half an owner.
  const temporary = temporaryBeside(path);
  await fs.writeFile(temporary, JSON.stringify(owner), { flag: "wx" });
  try {
    await fs.link(temporary, path);
  } catch (error) {
    if (isErrno(error, "EEXIST")) return undefined;
    throw error;
  } finally {
    await fs.rm(temporary, { force: true });
  }
  // A slow process may have followed a number that others have long gone past and swept.
  const all = await numbers(folder);
  if (all.at(-1) !== number) {
    await fs.rm(path, { force: true });
    return undefined;
  }
  for (const old of all.slice(0, -1)) await fs.rm(join(folder, String(old)), { force: true });
  const heart = setInterval(() => {
    const now = new Date();
    fs.utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT);
  heart.unref();
  return {
    async release() {
      clearInterval(heart);
      const next = temporaryBeside(path);
      await fs.writeFile(next, JSON.stringify({ ...owner, released: true }), { flag: "wx" });
      await fs.rename(next, path);
    },
  };
}

async function numbers(folder: string): Promise<readonly number[]> {
  const names = await fs.readdir(folder);
  return names
    .filter((name) => /^[1-9][0-9]{0,14}$/.test(name))
    .map(Number)
    .toSorted((a, b) => a - b);
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  try {
    return JSON.parse(await fs.readFile(path, "utf8")) as LockOwner;
  } catch (error) {
    // Swept meanwhile, or torn by a crash of the whole machine: nobody who lives has written it.
    if (isErrno(error, "ENOENT") || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isFree(owner: LockOwner, path: string): Promise<boolean> {
  if (owner.released) return true;
  const here = owner.place === place();
  if (here && !isAlive(owner.pid, owner.start)) return true;
  if (here && owner.start !== "") return false;
  try {
    // Where the host does not tell when a process started, the pid may be somebody else's by now: then the heart does not beat.
    return Date.now() - (await fs.stat(path)).mtimeMs > (here ? STALE_WITHOUT_START : STALE_ELSEWHERE);
  } catch {
    return true;
  }
}

/** Whether this very process still runs; `start` is what `startOf` said about it. */
export function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isErrno(error, "EPERM")) return false;
  }
  return start === "" || (startOf(pid) ?? start) === start;
}

/** Start time of a process in clock ticks since boot (Linux); `undefined` where the host does not tell cheaply. */
export function startOf(pid: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // A zombie holds nothing any more: it only waits for its parent.
    return fields[0] === "Z" || fields[0] === "X" ? "ended" : fields[19];
  } catch {
    return undefined;
  }
}

/** Host, boot and pid name space: only there does a pid mean anything. */
export function place(): string {
  if (process.platform !== "linux") return hostname();
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}
