import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Event } from "../../events.ts";
import type { Json, JsonObject } from "../../json.ts";
import type { Kind, RunContext, RunResult } from "../../plan/kind.ts";
import type { Output, Resources, Task } from "../../plan/task.ts";
import type { Facts } from "../../source/facts.ts";
import { executePlan, type ExecuteOptions, type ExecuteResult } from "../execute-plan.ts";
import { explainTask } from "../why/explain-task.ts";
import type { Explanation } from "../../plan/explanation.ts";

/** A project in a temporary folder with a cache of its own, and kinds that only touch files. */
export class FakeProject {
  readonly folder: string;
  readonly root: string;
  readonly cache: string;
  readonly events: Event[] = [];
  /** Ids of tasks that really ran, in the order they began. */
  readonly ran: string[] = [];
  /** How often a kind was asked what its task depends on. */
  looked = 0;
  /** Set to change what the kind `join` does. */
  behaviour: Partial<Record<string, (task: Task, context: RunContext) => Promise<void> | void>> = {};

  private constructor(folder: string, cache: string) {
    this.folder = folder;
    this.root = join(folder, "project");
    this.cache = cache;
  }

  /** The project in a folder that `make` made in another process. */
  static at(folder: string): FakeProject {
    return new FakeProject(folder, join(folder, "cache"));
  }

  static async make(name = "slipway-graph-", cache?: string): Promise<FakeProject> {
    const folder = await mkdtemp(join(tmpdir(), name));
    const project = new FakeProject(folder, cache ?? join(folder, "cache"));
    await mkdir(project.root, { recursive: true });
    return project;
  }

  get dist(): string {
    return join(this.root, "dist");
  }

  /** Writes a source file whose last change is well in the past, so that `stat` alone can be trusted. */
  async write(path: string, text: string): Promise<void> {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    // Only the mtime can be set back; the ctime is now, and tests that need L0 wait it out.
    await utimes(file, 1_700_000_000.5, 1_700_000_000.5);
  }

  async read(path: string): Promise<string> {
    return readFile(join(this.dist, path), "utf8");
  }

  /** Waits until what was written a moment ago is no longer too young to be trusted. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }

  kinds(): Map<string, Kind> {
    const plain = this.#join("plain");
    delete plain.discover;
    const kinds = [this.#join(), this.#join("group", true), plain, this.#hook()];
    return new Map(kinds.map((kind) => [kind.name, kind]));
  }

  async run(tasks: readonly Task[], options: Partial<ExecuteOptions> = {}): Promise<ExecuteResult> {
    this.events.length = 0;
    this.ran.length = 0;
    return executePlan(tasks, this.kinds(), this.options(options), (event) => this.events.push(event));
  }

  explain(tasks: readonly Task[], id: string): Promise<Explanation> {
    return explainTask(tasks, this.kinds(), id, this.options());
  }

  options(options: Partial<ExecuteOptions> = {}): ExecuteOptions {
    return {
      root: this.root,
      dist: this.dist,
      cache: this.cache,
      facts: {} as Facts,
      env: {},
      parallelism: 2,
      memory: 1 << 30,
      ...options,
    };
  }

  /** Cache level by task, in the order they ended. */
  levels(): Record<string, string> {
    const levels: Record<string, string> = {};
    for (const event of this.events) {
      if (event.type === "task-finished") levels[event.task] = event.level ?? event.status;
    }
    return levels;
  }

  warnings(): string[] {
    return this.events.flatMap((event) => (event.type === "message" && event.level === "warning" ? [event.text] : []));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes its params' `text`, its source files and its inputs, one after the other, into each output. */
  #join(name = "join", batch = false): Kind {
    const run = async (task: Task, context: RunContext): Promise<RunResult> => {
      this.ran.push(task.id);
      await this.behaviour[task.id]?.(task, context);
      const { text = "", sources = [], print, finding, again = false } = task.params as FakeParams;
      if (print !== undefined) context.emit({ type: "task-output", task: task.id, stream: "stdout", text: print });
      if (finding !== undefined) context.finding({ code: "fake", severity: finding, message: "found" });
      const parts = [text];
      for (const source of sources) parts.push(await readFile(join(this.root, source), "utf8").catch(() => "none"));
      for (const input of task.inputs) parts.push(await readFile(context.input(input), "utf8"));
      for (const { path } of task.outputs) await writeFile(context.output(path), parts.join("|"));
      return { again };
    };
    return {
      name,
      version: 1,
      plan() {},
      discover: (task) => {
        this.looked += 1;
        const { sources = [], values = {}, folders = [], watched = [], detail, noticed } = task.params as FakeParams;
        return Promise.resolve({
          files: sources.map((source) => join(this.root, source)),
          folders: folders.map((folder) => join(this.root, folder)),
          watched: watched.map((path) => join(this.root, path)),
          values,
          ...(detail === undefined ? {} : { detail }),
          ...(noticed === undefined ? {} : { findings: [{ code: "fake", severity: "notice", message: noticed }] }),
        });
      },
      discoversBy: ({ params }) => ({ ...params, text: "" }),
      explain: ({ before, after }) => [`${JSON.stringify(before)} -> ${JSON.stringify(after)}`],
      run,
      ...(batch
        ? {
            runBatch: async (tasks, contexts) => {
              this.ran.push(`[${tasks.map(({ id }) => id).join(" ")}]`);
              return Promise.all(
                tasks.map((task, at) => run(task, contexts[at]!).catch((error: unknown) => error as Error)),
              );
            },
          }
        : {}),
    };
  }

  #hook(): Kind {
    return {
      name: "hook",
      version: 1,
      cacheable: false,
      plan() {},
      run: async (task, context) => {
        this.ran.push(task.id);
        await this.behaviour[task.id]?.(task, context);
      },
    };
  }
}

interface FakeParams extends JsonObject {
  readonly text?: string;
  readonly sources?: readonly string[];
  readonly folders?: readonly string[];
  readonly watched?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
  readonly detail?: Json;
  /** A finding of the discovery. */
  readonly noticed?: string;
  readonly print?: string;
  readonly finding?: "error" | "warning";
  readonly again?: boolean;
}

/** A task with one output in dist named like itself; `more` replaces anything. */
export function fakeTask(
  id: string,
  params: FakeParams = {},
  more: Partial<Omit<Task, "resources">> & { readonly resources?: Partial<Resources> } = {},
): Task {
  const { resources, ...rest } = more;
  return {
    id,
    kind: "join",
    stage: "build",
    title: id,
    needs: [],
    inputs: [],
    params,
    outputs: [fakeOutput(`${id}.txt`)],
    ...rest,
    resources: { cpu: 1, memory: 1 << 20, cost: 1, ...resources },
  };
}

/** An output that people see. */
export function fakeOutput(path: string): Output {
  return { path, mode: 0o644, artifact: { name: path, path, type: "File", extra: {} } };
}

/** A task that reads what others made. */
export function fakeJoin(id: string, inputs: readonly string[], params: FakeParams = {}): Task {
  return fakeTask(id, params, { inputs: inputs.map((input) => `${input}.txt`), needs: inputs });
}
