import type { Emit } from "../events.ts";
import type { Place } from "../errors.ts";
import type { Check } from "../checks.ts";
import type { Finding } from "../findings.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Config } from "../config/config.ts";
import type { Facts } from "../source/facts.ts";
import type { ProcessOptions, ProcessResult } from "../platform/process/process.ts";
import type { Artifact } from "./artifact.ts";
import type { Cause } from "./explanation.ts";
import type { Task } from "./task.ts";
import type { LeftOut, PlanOptions, PlanHead } from "./plan.ts";

/** What a task's result depends on beyond its params and upstream digests. Resolved just before the task would run. */
export interface Discovery {
  /** Absolute paths whose content matters. */
  readonly files: readonly string[];
  /** Absolute folders whose listing matters (a new file there must be seen). */
  readonly folders: readonly string[];
  /**
   * Absolute paths that only tell when to look again, such as those at which a program would be taken instead of the one
   * that was found; what they hold is not part of the fingerprint.
   */
  readonly watched?: readonly string[];
  /** Named values: tool versions, sums of modules, resolved globs. */
  readonly values: Readonly<Record<string, string>>;
  /** Kept with the record for explanations (`plan --why`); not part of the fingerprint. */
  readonly detail?: Json;
  /** What was noticed; told with the task's own findings, whether it runs or not. Not part of the fingerprint. */
  readonly findings?: readonly Finding[];
}

/** Planning of one kind: reads facts, config and what was planned before; adds tasks. Must be pure. */
export interface PlanContext {
  readonly facts: Facts;
  readonly config: Config;
  /** The process's environment with the config's `env` lines over it, rendered once. */
  readonly env: Readonly<Record<string, string>>;
  readonly options: PlanOptions;
  /** What holds for the whole run: names, versions, the time that every time stamp derives from. */
  readonly head: PlanHead;
  /** Artifacts planned so far with the id of the task that makes each, in plan order. */
  readonly artifacts: readonly PlannedArtifact[];
  readonly tasks: readonly Task[];
  add(task: Task): void;
  /** Tasks that are added from now on and need nothing else wait for this one, as they do for `before` hooks. */
  hold(task: string): void;
  /** Tasks that are added from now on and read the file under `path` wait for this one, which checks it. */
  guard(path: string, task: string): void;
  finding(finding: Finding): void;
  /** Tells of a target that the config asks for and that cannot be built. */
  leaveOut(entry: LeftOut): void;
  /** Where a value stands in the config file, for errors and findings; `undefined` without a file. */
  positionOf(at: readonly (string | number)[]): Place | undefined;
  /**
   * Renders a template of the config language with the global fields plus `fields`.
   * `at` is the path of the value in the config (`["builds", 0, "ldflags", 1]`), for error positions.
   */
  render(template: string, at: readonly (string | number)[], fields?: Readonly<Record<string, unknown>>): string;
  /** Takes planned artifacts out of `artifacts.json` and of what is packed, as `universal_binaries.replace` does. */
  withdraw(predicate: (artifact: PlannedArtifact) => boolean): void;
  /**
   * Puts a step between a planned file and the world, as `upx` does: the file that a task makes under `path` becomes an
   * internal one, and the path and its artifact are free for the task that is added next. Tasks that were planned to
   * read the file keep reading what its first maker made. Returns the internal path.
   */
  interpose(path: string): string;
}

/** An artifact and its maker. */
export interface PlannedArtifact extends Artifact {
  readonly task: string;
}

/** What a running task may touch. Paths are absolute. */
export interface RunContext {
  readonly signal: AbortSignal;
  /** The project's folder (where the config is). */
  readonly root: string;
  readonly dist: string;
  /** A private empty folder, removed afterwards. */
  readonly scratch: string;
  /** A folder of this project that survives runs (`--clean` included), shared by tasks of the kind. */
  readonly keep: string;
  /** A folder of this user that all projects and kinds share; it may vanish between runs. */
  readonly shared: string;
  /** What is known of the project, the host and the toolchain. What changes bytes belongs in params or in `discover`. */
  readonly facts: Facts;
  /**
   * The environment of the project's own commands: the process's, then the config's `env` lines; git is told in it not
   * to see our folders (`gitEnvironment`). Builds take single names out of it, hooks get all of it.
   */
  readonly env: Readonly<Record<string, string>>;
  /** CPU tokens the task was given and the bytes it may use. */
  readonly cpu: number;
  readonly memory: number;
  /** Cores that processes of the task may well use: fewer than there are while other tasks keep the rest busy. */
  readonly cores: number;
  readonly emit: Emit;
  /** Where the upstream file with this output path can be read. It must not be written to. */
  input(outputPath: string): string;
  /** What the maker of an upstream file told of it beyond its bytes (`RunResult.extra`); part of the fingerprint. */
  told(outputPath: string): JsonObject | undefined;
  /** The lower-case hex SHA-256 of an upstream file, which the executor knows: nothing is hashed twice. */
  digest(outputPath: string): string;
  /** Where the bytes with this SHA-256 are kept from an earlier task, if they are. They may be damaged, or vanish while they are read. */
  stored(digest: string): string | undefined;
  /** Where to write an output. The executor moves it into place once the task is done. */
  output(outputPath: string): string;
  finding(finding: Finding): void;
  /**
   * Tells what a check came to. A failed one needs a finding beside it: of severity `error`, which fails the task; a warning where the
   * level of the gate lets it pass.
   */
  check(check: Check): void;
  /**
   * Runs a child process in its own process group; it is killed with the run. What it prints goes through events, unless
   * `onOutput` is given (for output that a program reads).
   */
  process(argv: readonly string[], options: ProcessOptions): Promise<ProcessResult>;
  /** Computes a value once per run, however many tasks ask (a compiler's version, one `go list`). */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** What machines share beside results; absent where they share nothing. */
  readonly help?: SharedHelp;
}

/** Bytes that make a task faster and never decide what it makes, under a key that says what they are good for. */
export interface SharedHelp {
  /** Whether what is offered can be kept anywhere. */
  readonly writes: boolean;
  /** Bytes of one part at most. */
  readonly limit: number;
  find(key: string): Promise<FoundHelp | undefined>;
  /** Says that help was used: bytes, and the milliseconds that it spared. */
  helped(bytes: number, ms: number): void;
  /** `make` is called when there is time for it, before the run ends. */
  offer(make: () => Promise<OfferedHelp | undefined>): void;
}

/** Help that another machine left. */
export interface FoundHelp {
  readonly record: { readonly about: JsonObject };
  /** The bytes of a part, checked; `undefined` when they are not there after all. */
  bytes(path: string): Promise<Uint8Array | undefined>;
}

/** Help for other machines. */
export interface OfferedHelp {
  readonly key: string;
  readonly about: JsonObject;
  /** Milliseconds that it saves. */
  readonly ms: number;
  /** With `as` where a remote had it in that form: then its bytes are asked for only where they are not there. */
  readonly outputs: readonly {
    readonly path: string;
    readonly digest: string;
    readonly size: number;
    readonly as?: { readonly digest: string; readonly size: number };
  }[];
  bytes(path: string): Promise<Uint8Array | undefined>;
}

/** What a run tells beyond its files. */
export interface RunResult {
  /** `L2` when the tool itself found its earlier output still right. */
  readonly level?: "L2" | "made";
  /**
   * The result came of something that no fingerprint holds, such as a check that could not be made: nothing keeps it, and the
   * next run makes it again.
   */
  readonly again?: boolean;
  /**
   * Extra keys for `artifacts.json` that only the run can know, by output path; `RunContext.told` reads them. Keys that
   * begin with a lower-case letter are notes for other tasks and do not get into `artifacts.json`.
   */
  readonly extra?: Readonly<Record<string, JsonObject>>;
  /** The lower-case hex SHA-256 of outputs, by path, where the kind knows it since it wrote every byte: nothing is hashed twice. */
  readonly digests?: Readonly<Record<string, string>>;
}

/** A program that a task wants to find on this machine. */
export interface ToolNeed {
  /** A name that is looked up on the PATH, or a path relative to the project's folder. */
  readonly name: string;
  /**
   * What does as well, best first. One with arguments (`python3 -m ziglang`) is there when it answers to `version`
   * behind them.
   */
  readonly or?: readonly string[];
  /** What it is wanted for, in a few words. */
  readonly purpose: string;
  /** Whether the task fails without it. */
  readonly required: boolean;
  /** How to get it. */
  readonly install: string;
}

/**
 * A kind of task: one file in its stage's folder.
 *
 * The executor wraps every kind alike with fingerprint, cache, limits, record and timing; a kind only says how to
 * plan, what its result depends on, and how to make it.
 */
export interface Kind {
  readonly name: string;
  /** Raised when the same fingerprint would make other bytes. */
  readonly version: number;
  /** `false` for tasks with effects that cannot be restored from a store (hooks). Default `true`. */
  readonly cacheable?: boolean;
  /**
   * Whether results depend on which programs are on the PATH, those that are missing included: with another PATH the task
   * looks around again.
   */
  readonly usesPath?: boolean | ((task: Task) => boolean);
  plan(context: PlanContext): void;
  /** The programs of this machine that a task starts, for `slipway doctor`. */
  tools?(task: Task, machine: Pick<RunContext, "facts" | "env">): readonly ToolNeed[];
  discover?(task: Task, context: RunContext): Promise<Discovery>;
  /**
   * What of a task decides what `discover` finds, beside the files, folders and watched paths that it found; default all.
   * While that is as it was, the last finding holds and `discover` is not asked.
   */
  discoversBy?(task: Task): Json;
  run(task: Task, context: RunContext): Promise<RunResult | void>;
  /** Says in lines what a change means to the task, from the details of two discoveries: the packages that it reaches. */
  explain?(change: ExplainedChange): readonly string[] | Promise<readonly string[]>;
  /** Runs tasks of one `batch` in one go; results in the same order. */
  runBatch?(tasks: readonly Task[], contexts: readonly RunContext[]): Promise<readonly (RunResult | Error)[]>;
}

/** A change as `Kind.explain` sees it. */
export interface ExplainedChange {
  readonly task: Task;
  /** `Discovery.detail` of the last run and of now. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly causes: readonly Cause[];
}
