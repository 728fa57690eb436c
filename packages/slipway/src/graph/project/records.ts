import { join } from "../../platform/path.ts";
import { readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import type { FileNow, MadeOutput } from "../made.ts";
import type { TaskRecord, WhyRecord } from "./task-record.ts";

const SCHEMA = 3;
/** Runs after which the record of a task that no plan has any more is dropped. */
const FORGET = 50;

/** The records of one project's tasks: one file, read once and written at most once a run. */
export class Records {
  readonly #folder: string;
  readonly #tasks: Map<string, TaskRecord>;
  readonly #why: Map<string, WhyRecord>;
  #whyLoaded: Promise<void> | undefined;
  #changed = false;
  readonly run: number;

  private constructor(folder: string, tasks: Map<string, TaskRecord>, run: number) {
    this.#folder = folder;
    this.#tasks = tasks;
    this.#why = new Map();
    this.run = run;
  }

  /** Records that cannot be read, or that another version wrote, count as none: they only save work. */
  static async load(folder: string): Promise<Records> {
    try {
      const text = await readTextIfExists(join(folder, "tasks.json"));
      if (text !== undefined) {
        const stored = JSON.parse(text) as StoredRecords;
        if (stored.schema === SCHEMA) return new Records(folder, unpack(stored), stored.run + 1);
      }
    } catch {
      // A miss costs time and never a byte.
    }
    return new Records(folder, new Map(), 1);
  }

  /** What is known of a task; asking keeps it, since a plan has the task still. */
  get(id: string): TaskRecord | undefined {
    const record = this.#tasks.get(id);
    if (record === undefined || record.run === this.run) return record;
    const kept = { ...record, run: this.run };
    // Nothing to write for by itself: it goes along with the next change.
    this.#tasks.set(id, kept);
    return kept;
  }

  set(id: string, record: TaskRecord): void {
    this.#tasks.set(id, record);
    this.#changed = true;
  }

  /** Forgets what is known of a task, since its files may be anything from now on. */
  drop(id: string): void {
    if (this.#tasks.delete(id)) this.#changed = true;
  }

  /** Every file that any task was seen to depend on, to know digests of unchanged files without reading them. */
  knownFiles(): Map<string, FileNow> {
    const known = new Map<string, FileNow>();
    for (const record of this.#tasks.values()) for (const file of record.files) known.set(file.path, file);
    return known;
  }

  async why(id: string): Promise<WhyRecord | undefined> {
    await this.#loadWhy();
    const why = this.#why.get(id);
    return why?.key === this.#tasks.get(id)?.key ? why : undefined;
  }

  async setWhy(id: string, why: WhyRecord): Promise<void> {
    await this.#loadWhy();
    const causes = why.causes ?? this.#why.get(id)?.causes;
    this.#why.set(id, causes === undefined ? why : { ...why, causes });
    this.#changed = true;
  }

  /** Writes what changed, if anything did. @throws the system's error. */
  async save(): Promise<void> {
    if (!this.#changed) return;
    for (const [id, record] of this.#tasks) if (record.run < this.run - FORGET) this.#tasks.delete(id);
    await this.#loadWhy();
    for (const id of this.#why.keys()) if (!this.#tasks.has(id)) this.#why.delete(id);
    await writeFileAtomic(
      join(this.#folder, "why.json"),
      JSON.stringify({ schema: SCHEMA, tasks: Object.fromEntries(this.#why) }),
    );
    await writeFileAtomic(join(this.#folder, "tasks.json"), JSON.stringify(pack(this.#tasks, this.run)));
    this.#changed = false;
  }

  /** Whoever asks while it is being read waits for it as well. */
  #loadWhy(): Promise<void> {
    this.#whyLoaded ??= this.#readWhy();
    return this.#whyLoaded;
  }

  async #readWhy(): Promise<void> {
    try {
      const text = await readTextIfExists(join(this.#folder, "why.json"));
      const stored = JSON.parse(text ?? "{}") as { schema?: number; tasks?: Record<string, WhyRecord> };
      if (stored.schema !== SCHEMA) return;
      for (const [id, why] of Object.entries(stored.tasks ?? {})) if (!this.#why.has(id)) this.#why.set(id, why);
    } catch {
      // Explanations are then less exact.
    }
  }
}

/** Targets of one program share most of their files, so each state of a file is written once. */
interface StoredRecords {
  readonly schema: number;
  readonly run: number;
  readonly files: readonly (readonly [path: string, state: string, digest: string])[];
  readonly tasks: Readonly<Record<string, StoredTask>>;
}

interface StoredTask extends Omit<TaskRecord, "files" | "outputs"> {
  readonly files: readonly number[];
  readonly outputs: readonly (readonly [
    path: string,
    digest: string,
    size: number,
    mode: number,
    mtime: number | null,
    state: string,
  ])[];
}

function pack(tasks: ReadonlyMap<string, TaskRecord>, run: number): StoredRecords {
  const index = new Map<string, number>();
  const files: (readonly [string, string, string])[] = [];
  const stored: Record<string, StoredTask> = {};
  for (const [id, record] of tasks) {
    const numbers = record.files.map(({ path, state, digest }) => {
      const name = `${path}\0${state}\0${digest}`;
      let number = index.get(name);
      if (number === undefined) {
        number = files.push([path, state, digest]) - 1;
        index.set(name, number);
      }
      return number;
    });
    const outputs = record.outputs.map((o) => [o.path, o.digest, o.size, o.mode, o.mtime ?? null, o.state] as const);
    stored[id] = { ...record, files: numbers, outputs };
  }
  return { schema: SCHEMA, run, files, tasks: stored };
}

function unpack(stored: StoredRecords): Map<string, TaskRecord> {
  const files = stored.files.map(([path, state, digest]): FileNow => ({ path, state, digest }));
  const tasks = new Map<string, TaskRecord>();
  for (const [id, task] of Object.entries(stored.tasks)) {
    tasks.set(id, {
      ...task,
      files: task.files.map((number) => files[number]!),
      outputs: task.outputs.map(([path, digest, size, mode, mtime, state]): MadeOutput => ({
        path,
        digest,
        size,
        mode,
        ...(mtime === null ? {} : { mtime }),
        state,
      })),
    });
  }
  return tasks;
}
