import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import { ensureFolder, readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { listFolder } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";
import type { ProcessResult } from "../../platform/process/process.ts";
import { CONTAIN_SCRIPT } from "./contain-script.ts";

/** How well a program is kept apart from the machine here. */
export interface Containment {
  /**
   * `watched`: no network, its processes end with it, and writes outside its folder are seen and undone. `apart`: the first
   * two only. `none`: neither; its process group is killed.
   */
  readonly level: "watched" | "apart" | "none";
  /** The command that makes the namespaces. */
  readonly unshare: readonly string[];
  /** Why it is no better. */
  readonly reason?: string;
}

/** One run of a program. `area` is its own folder: what is written elsewhere is a stray. */
export interface ContainedRun {
  readonly argv: readonly string[];
  readonly area: string;
  /** Folder below `area` to run in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes. */
  readonly memory: number;
  readonly network: boolean;
  /** Paths outside of `area` that its runner writes to, as patterns. */
  readonly runnersOwn?: RegExp;
  /** Names directly in `area` that belong there. */
  readonly known: readonly string[];
  /** Whether writes elsewhere are seen and undone, where that can be done; default true. */
  readonly watch?: boolean;
  /** See `ProcessOptions.onOutput`. */
  readonly onOutput?: (stream: "stdout" | "stderr", text: string) => void;
}

/** How it ended. */
export interface ContainedResult extends ProcessResult {
  /** Files that were written, changed or removed outside of its folder. */
  readonly strays: readonly string[];
  readonly containment: Containment;
}

const FLAGS = ["--mount", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc"];

/** Bytes of output that are kept: a program that talks without end is cut. */
const KEEP = 256 * 1024;

/** Finds out once a run how programs can be kept apart on this machine, and tells what cannot be done. */
export function findContainment(context: RunContext): Promise<Containment> {
  return context.once("containment", async () => {
    const found = await probeContainment(context);
    const lacks = {
      watched: undefined,
      apart: "writes outside of a program's folder are not seen",
      none: "programs have this machine's network, and writes outside of their folder are not seen",
    }[found.level];
    if (lacks !== undefined) {
      context.emit({
        type: "message",
        level: "notice",
        text: `What is run at the gate is not kept apart: ${lacks} (${found.reason})`,
      });
    }
    return found;
  });
}

async function probeContainment(context: RunContext): Promise<Containment> {
  if (context.facts.host.os !== "linux") {
    return { level: "none", unshare: [], reason: `namespaces are Linux's, this is ${context.facts.host.os}` };
  }
  const area = join(context.scratch, "probe");
  for (const more of [[], ["--map-root-user"]]) {
    for (const level of ["watched", "apart"] as const) {
      const unshare = ["unshare", ...more, "--net", ...FLAGS];
      await ensureFolder(join(area, "work"));
      const list = join(context.scratch, "probe.list");
      const tried = await context
        .process(
          [...unshare, "sh", "-c", CONTAIN_SCRIPT, "sh", modeOf(level), area, join(area, "work"), list, "", "true"],
          {
            cwd: area,
            env: basicEnv(context),
            holdStdin: true,
            check: false,
            timeout: 10_000,
            onOutput: () => undefined,
          },
        )
        .catch((error: unknown) => {
          if (error instanceof SlipwayError && error.code === "tool-not-found") return undefined;
          throw error;
        });
      const listed = await readTextIfExists(list);
      await removeTree(area);
      await removeTree(list);
      if (tried === undefined) return { level: "none", unshare: [], reason: "there is no unshare command" };
      if (tried.exitCode !== 0 || listed === undefined) continue;
      const reason = level === "watched" ? {} : { reason: "overlay mounts are not allowed here" };
      return { level, unshare, ...reason };
    }
  }
  return { level: "none", unshare: [], reason: "unshare is not allowed here" };
}

/** Runs a program apart from the machine as well as it can be done. Never throws for how the program ends. */
export async function runContained(run: ContainedRun, context: RunContext): Promise<ContainedResult> {
  const containment = await findContainment(context);
  const list = `${run.area}.list`;
  const apart = containment.level !== "none";
  const input = apart && run.stdin !== undefined ? `${run.area}.in` : "";
  if (input !== "") await writeFileAtomic(input, run.stdin!);
  const argv = apart ? [...wrap(run, containment), list, input, ...run.argv] : run.argv;
  const result = await context.process(argv, {
    cwd: run.cwd,
    env: run.env,
    ...(apart ? { holdStdin: true } : run.stdin === undefined ? {} : { stdin: run.stdin }),
    timeout: run.timeout,
    maxBytes: run.memory,
    grace: 2000,
    check: false,
    keep: KEEP,
    onOutput: (stream, text) => run.onOutput?.(stream, text),
  });
  const written = (await readTextIfExists(list)) ?? "";
  await removeTree(list);
  if (input !== "") await removeTree(input);
  await removeTree(`${run.area}.up`).catch(() => undefined);
  const outside = written.split("\n").filter((path) => path !== "" && !path.startsWith(`${run.area}/`));
  const beside = listFolder(run.area)
    .filter(({ name }) => !run.known.includes(name))
    .map(({ name }) => join(run.area, name));
  const strays = [...outside, ...beside].filter((path) => run.runnersOwn?.test(path) !== true);
  return { ...result, strays, containment };
}

function wrap(run: ContainedRun, { unshare, level }: Containment): string[] {
  const flags = run.network ? unshare.filter((flag) => flag !== "--net") : unshare;
  return [...flags, "sh", "-c", CONTAIN_SCRIPT, "sh", run.watch === false ? "plain" : modeOf(level), run.area, run.cwd];
}

function modeOf(level: Containment["level"]): string {
  return level === "watched" ? "watch" : "plain";
}

/** What a program that is run here sees of this machine's environment: where programs are, and nothing else. */
export function basicEnv(context: Pick<RunContext, "env">): Record<string, string> {
  const env: Record<string, string> = { LANG: "C.UTF-8", TZ: "UTC" };
  for (const name of ["PATH", "Path", "SystemRoot", "PATHEXT", "COMSPEC"]) {
    const value = context.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
