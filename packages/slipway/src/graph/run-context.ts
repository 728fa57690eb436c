import type { Check } from "../checks.ts";
import type { Emit } from "../events.ts";
import type { Finding } from "../findings.ts";
import type { RunContext, SharedHelp } from "../plan/kind.ts";
import type { Secrets } from "../secrets.ts";
import { join } from "../platform/path.ts";
import { runProcess } from "../platform/process/process.ts";
import type { Facts } from "../source/facts.ts";
import { inputDigest, type Job } from "./job.ts";
import type { LogLine } from "./made.ts";
import { WholeLines } from "./whole-lines.ts";
import type { Grant } from "./schedule/limiter.ts";

/** What all tasks of a run share. */
export interface Surroundings {
  readonly root: string;
  readonly dist: string;
  /** The project's folder in the cache. */
  readonly project: string;
  /** Where kinds keep what all projects of this user share. */
  readonly shared: string;
  readonly facts: Facts;
  readonly env: Readonly<Record<string, string>>;
  /** Keeps secrets of `env` out of what is told and recorded. */
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** Where an upstream file is read. */
  place(path: string): string;
  /** Where a job's output is written. */
  staged(index: number, path: string): string;
  /** Where the store has the bytes with a digest, if it does. */
  stored(digest: string): string | undefined;
  readonly once: Once;
  readonly help?: SharedHelp;
  /** Told of each process that is started. */
  readonly onStart?: (pid: number) => void;
}

/** What a running task said and used, besides its files. */
export interface Heard {
  readonly log: LogLine[];
  readonly findings: Finding[];
  readonly checks: Check[];
  cpuMs: number | undefined;
  peakBytes: number | undefined;
}

/** Lines that are kept for replay; a compiler's ten megabytes pass through and are not kept. */
const KEPT_LOG = 256 * 1024;

export function silence(): Heard {
  return { log: [], findings: [], checks: [], cpuMs: undefined, peakBytes: undefined };
}

/** Builds what a kind sees. `keep` is replaced when the result of an earlier run must not help. */
export function runContext(
  job: Job,
  around: Surroundings,
  heard: Heard,
  grant: Pick<Grant, "cpu" | "memory" | "cores">,
  keep = join(around.project, "keep", job.task.kind),
): RunContext {
  const id = job.task.id;
  let kept = 0;
  const hear = (stream: "stdout" | "stderr", said: string): void => {
    const text = around.secrets.text(said);
    around.emit({ type: "task-output", task: id, stream, text });
    if (kept >= KEPT_LOG) return;
    const part = text.slice(0, KEPT_LOG - kept);
    kept += part.length;
    heard.log.push([stream, part]);
  };
  return {
    signal: around.signal,
    root: around.root,
    dist: around.dist,
    scratch: join(around.project, "scratch", String(job.index)),
    keep,
    shared: around.shared,
    facts: around.facts,
    env: around.env,
    cpu: grant.cpu,
    memory: grant.memory,
    cores: grant.cores,
    emit(event) {
      // What a task prints is part of its result, whichever way it says it.
      if (event.type === "task-output" && event.task === id) hear(event.stream, event.text);
      else around.emit(event);
    },
    input(path) {
      if (!job.makers.has(path)) throw new Error(`Internal error: "${id}" reads "${path}" without declaring it`);
      return around.place(path);
    },
    told(path) {
      if (!job.makers.has(path)) throw new Error(`Internal error: "${id}" reads "${path}" without declaring it`);
      return inputDigest(job, path).told;
    },
    digest(path) {
      if (!job.makers.has(path)) throw new Error(`Internal error: "${id}" reads "${path}" without declaring it`);
      return inputDigest(job, path).digest;
    },
    stored: (digest) => around.stored(digest),
    output(path) {
      if (!job.task.outputs.some((output) => output.path === path)) {
        throw new Error(`Internal error: "${id}" makes "${path}" without declaring it`);
      }
      return around.staged(job.index, path);
    },
    finding(found) {
      const finding = around.secrets.json(found);
      heard.findings.push(finding);
      around.emit({ type: "finding", finding, task: id });
    },
    check(checked) {
      const check = around.secrets.json(checked);
      heard.checks.push(check);
      around.emit({ type: "check", check, task: id });
    },
    async process(argv, options) {
      const signal = options.signal === undefined ? around.signal : AbortSignal.any([around.signal, options.signal]);
      const lines = {
        stdout: new WholeLines((text) => hear("stdout", text)),
        stderr: new WholeLines((text) => hear("stderr", text)),
      };
      const result = await runProcess(argv, {
        ...options,
        signal,
        ...(around.onStart === undefined ? {} : { onStart: around.onStart }),
        onOutput: options.onOutput ?? ((stream, text) => lines[stream].add(text)),
      }).finally(() => {
        for (const rest of Object.values(lines)) rest.end();
      });
      if (result.cpuMs !== undefined) heard.cpuMs = (heard.cpuMs ?? 0) + result.cpuMs;
      if (result.peakBytes !== undefined) heard.peakBytes = Math.max(heard.peakBytes ?? 0, result.peakBytes);
      return result;
    },
    once: (key, make) => around.once.get(key, make),
    ...(around.help === undefined ? {} : { help: around.help }),
  };
}

/** Values that are computed once a run. A failure is everybody's who asked. */
export class Once {
  readonly #values = new Map<string, Promise<unknown>>();

  get<T>(key: string, make: () => Promise<T>): Promise<T> {
    let value = this.#values.get(key) as Promise<T> | undefined;
    if (value === undefined) this.#values.set(key, (value = make()));
    return value;
  }

  forget(): void {
    this.#values.clear();
  }
}
