import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { applyDefaults } from "../../config/defaults/apply-defaults.ts";
import { loadConfig, refuseProblems } from "../../config/load/load-config.ts";
import { renderTemplate } from "../../config/template/render-template.ts";
import { goStringMap } from "../../config/template/value/to-value.ts";
import { goTime } from "../../config/template/value/time.ts";
import type { Event } from "../../events.ts";
import type { Finding } from "../../findings.ts";
import { makeFields } from "../../plan/fields.ts";
import type { Discovery, Kind, RunContext, RunResult } from "../../plan/kind.ts";
import { projectEnvironment } from "../../library/project-environment.ts";
import { makePlan } from "../../plan/make-plan.ts";
import type { Plan, PlanOptions } from "../../plan/plan.ts";
import type { Task } from "../../plan/task.ts";
import { readTextIfExists } from "../../platform/file/files.ts";
import { runProcess } from "../../platform/process/process.ts";
import type { Facts } from "../../source/facts.ts";
import { gatherFacts } from "../../source/gather-facts.ts";
import { goHost } from "../../source/host.ts";
import { buildKinds } from "../kinds.ts";

/** What a rig is made of. */
export interface RigOptions {
  /** Files of the project by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables on top of the process's own; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly plan?: Partial<PlanOptions>;
}

/**
 * A project in a temporary folder with the smallest executor that a test of the build kinds needs: tasks run one after
 * another, nothing is cached, and every process is written down.
 */
export class BuildRig implements AsyncDisposable {
  readonly root: string;
  readonly dist: string;
  readonly keep: string;
  readonly processes: (readonly string[])[] = [];
  readonly findings: Finding[] = [];
  readonly events: Event[] = [];
  readonly results = new Map<string, RunResult>();
  readonly #base: string;
  readonly #options: RigOptions;
  #once = new Map<string, Promise<unknown>>();
  #serial = 0;
  facts!: Facts;

  constructor(options: RigOptions) {
    this.#options = options;
    this.#base = realpathSync(mkdtempSync(join(tmpdir(), "slipway-build-")));
    this.root = join(this.#base, "project");
    this.dist = join(this.root, "dist");
    this.keep = join(this.#base, "keep");
    this.write(options.files);
  }

  static async make(options: RigOptions): Promise<BuildRig> {
    const rig = new BuildRig(options);
    await rig.gather();
    return rig;
  }

  /** Writes files of the project. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode: path.endsWith(".sh") ? 0o755 : 0o644 });
    }
  }

  /** Reads the facts again, as a new run does. */
  async gather(): Promise<void> {
    const env: Record<string, string> = {};
    for (const [name, value] of Object.entries({ ...process.env, ...this.#options.env })) {
      if (value !== undefined) env[name] = value;
    }
    this.facts = await gatherFacts(this.root, {
      env,
      host: goHost(process.platform, process.arch),
      now: 1_800_000_000_000,
      cacheFolder: join(this.#base, "cache"),
    });
    this.#once = new Map();
  }

  /** The plan of all build kinds. */
  async plan(more: Partial<PlanOptions> = {}): Promise<Plan> {
    const loaded = await loadConfig({ readText: (path) => readTextIfExists(join(this.root, path)) });
    refuseProblems(loaded);
    const { facts } = this;
    const config = applyDefaults(loaded.raw, {
      projectName: (names) => names.project_name ?? facts.module?.path.split("/").at(-1),
      mains: facts.mains,
      env: facts.env,
      hasFile: loaded.file !== undefined,
    });
    const options: PlanOptions = {
      snapshot: true,
      nightly: false,
      skip: [],
      ids: [],
      upTo: "build",
      ...this.#options.plan,
      ...more,
    };
    const host = {
      now: facts.now,
      folder: this.root,
      home: undefined,
      separator: "/" as const,
      readFile: readFileSync,
    };
    const render = (
      text: string,
      at: readonly (string | number)[],
      fields: Readonly<Record<string, unknown>>,
    ): string => renderTemplate(text, { fields, host, where: loaded.positionOf(at) });
    const project = config.project_name;
    const fields = makeFields({
      facts,
      config,
      options,
      project,
      dist: this.dist,
      env: facts.env,
      time: goTime,
      render,
    });
    return makePlan({
      facts,
      config,
      env: projectEnvironment({
        config,
        env: facts.env,
        root: this.root,
        host,
        fields: (soFar) => ({ ...fields.template, Env: goStringMap(soFar, "context.Env") }),
        positionOf: loaded.positionOf,
      }),
      options,
      kinds: buildKinds,
      head: {
        project,
        version: fields.version,
        tag: fields.tag,
        commit: fields.commit,
        epoch: fields.epoch,
        toolchain: facts.toolchain?.version ?? "",
        dist: config.dist,
        fields: fields.json,
      },
      render: (text, at, values) => render(text, at, { ...fields.template, ...values }),
      positionOf: (at) => loaded.positionOf(at),
    });
  }

  /** Runs every task, batches together. Errors are thrown after all have been tried. */
  async run(plan: Plan): Promise<void> {
    const done = new Set<string>();
    const errors: Error[] = [];
    for (const task of plan.tasks) {
      if (done.has(task.id)) continue;
      const kind = kindOf(task);
      const group =
        task.batch === undefined || !kind.runBatch ? [task] : plan.tasks.filter((each) => each.batch === task.batch);
      const contexts = group.map((each) => this.context(each));
      const results =
        group.length > 1 && kind.runBatch
          ? await kind.runBatch(group, contexts)
          : [await kind.run(task, contexts[0]!).catch((error: Error) => error)];
      for (const [index, each] of group.entries()) {
        done.add(each.id);
        const result = results[index];
        if (result instanceof Error) errors.push(result);
        else this.results.set(each.id, result ?? {});
      }
    }
    if (errors.length === 1) throw errors[0]!;
    if (errors.length > 1) throw new AggregateError(errors);
  }

  /** What a task is made of. */
  async discover(task: Task): Promise<Discovery> {
    const discovery = await kindOf(task).discover?.(task, this.context(task));
    if (!discovery) throw new Error(`${task.kind} discovers nothing`);
    return discovery;
  }

  context(_task: Task, signal = new AbortController().signal): RunContext {
    const scratch = join(this.#base, "scratch", String(this.#serial++));
    mkdirSync(scratch, { recursive: true });
    const place = (path: string): string => {
      const file = join(this.dist, path);
      mkdirSync(dirname(file), { recursive: true });
      return file;
    };
    return {
      signal,
      root: this.root,
      dist: this.dist,
      scratch,
      keep: this.keep,
      shared: this.keep,
      facts: this.facts,
      env: this.facts.env,
      cpu: 1,
      memory: 1 << 30,
      cores: 2,
      emit: (event) => this.events.push(event),
      input: (path) => {
        if (!existsSync(place(path))) throw new Error(`nothing made ${path}`);
        return place(path);
      },
      told: () => undefined,
      stored: () => undefined,
      digest: () => "",
      output: place,
      finding: (finding) => this.findings.push(finding),
      check: () => undefined,
      process: (argv, options) => {
        this.processes.push(argv);
        return runProcess(argv, { ...options, signal });
      },
      once: <T>(key: string, make: () => Promise<T>): Promise<T> => {
        const value = this.#once.get(key) ?? make();
        this.#once.set(key, value);
        return value as Promise<T>;
      },
    };
  }

  /** Forgets what a run knows, as the next one does. */
  nextRun(): void {
    this.#once = new Map();
    this.processes.length = 0;
    this.findings.length = 0;
    this.results.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.#base, { recursive: true, force: true });
    return Promise.resolve();
  }
}

function kindOf(task: Task): Kind {
  const kind = buildKinds.find((each) => each.name === task.kind);
  if (!kind) throw new Error(`no kind ${task.kind}`);
  return kind;
}
