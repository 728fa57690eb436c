import { diffFiles } from "../../diff/diff-paths.ts";
import type { Cause, Difference } from "../../diff/difference.ts";
import { removeTree, rename } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { adviceFor } from "./advice.ts";
import type { Culprit, TracedCause } from "./reproduction.ts";
import { runRebuild, type RebuildBase, type Rebuilt } from "./run-rebuild.ts";
import type { Surroundings } from "./vary.ts";
import type { VariationName } from "./variation.ts";

/** What is to be traced to what was varied. */
export interface Trace {
  readonly difference: Difference;
  /** The surroundings of the rebuild that differed, and what was varied in it. */
  readonly surroundings: Pick<Surroundings, "marks">;
  readonly varied: readonly VariationName[];
}

/** Names what brings a cause about by what its values hold: the host name, the name of a folder. */
export function traceByMarks({ difference, surroundings, varied }: Trace): readonly TracedCause[] {
  return difference.causes.map((cause) => traced(cause, suspectOf(cause, surroundings, varied) ?? "unknown"));
}

function traced(cause: Cause, culprit: Culprit): TracedCause {
  return { ...cause, variation: culprit, fix: adviceFor(cause, culprit) };
}

function suspectOf(
  cause: Cause,
  { marks }: Pick<Surroundings, "marks">,
  varied: readonly VariationName[],
): VariationName | undefined {
  const text = `${cause.b ?? ""} ${cause.message}`;
  const marked = marks.find((mark) => varied.includes(mark.name) && text.includes(mark.text))?.name;
  if (marked !== undefined) return marked;
  const guess: VariationName | undefined =
    cause.code === "member-mode" || (cause.code === "missing" && cause.hint === undefined)
      ? "umask"
      : cause.code === "path"
        ? "directory"
        : /clock/.test(cause.hint ?? "") || cause.code === "member-time"
          ? "clock"
          : undefined;
  return guess !== undefined && varied.includes(guess) ? guess : undefined;
}

/** Where single rebuilds are made. */
export interface TraceOptions {
  readonly folder: string;
  /** One in memory, whose folders list their files in the order of their making, when that is varied. */
  readonly memory: string | undefined;
  /** What is compared: what it is called, and where it lies in a rebuild's dist. */
  readonly files: readonly { readonly path: string; readonly rebuilt: string }[];
  readonly onProgress: (text: string) => void;
}

/**
 * Finds what brings each cause about by rebuilding with one thing varied at a time, always in the same place: first with nothing, twice,
 * then with what is suspected, then with the rest, until every cause is explained. Returns how many rebuilds it took.
 */
export async function traceByRebuilds(
  trace: Trace,
  base: RebuildBase,
  options: TraceOptions,
): Promise<{ readonly causes: readonly TracedCause[]; readonly rebuilds: number }> {
  const singles = new Singles(base, options);
  try {
    return await traceWith(singles, trace);
  } finally {
    await singles.close();
  }
}

async function traceWith(
  singles: Singles,
  trace: Trace,
): Promise<{ readonly causes: readonly TracedCause[]; readonly rebuilds: number }> {
  const culprits = new Map<Cause, Culprit>();
  const open = (): Cause[] =>
    trace.difference.causes.filter((cause) => !culprits.has(cause) && cause.code !== "digest");
  const explain = (difference: Difference, culprit: Culprit): void => {
    for (const cause of open())
      if (difference.causes.some((each) => matches(cause, each))) culprits.set(cause, culprit);
  };

  const first = await singles.make([], "nothing varied");
  const second = await singles.make([], "nothing varied, again");
  const unstable = await singles.difference(first, second);
  explain(unstable, "repetition");
  const suspects = open().flatMap((cause) => suspectOf(cause, trace.surroundings, trace.varied) ?? []);
  for (const name of new Set([...suspects, ...trace.varied])) {
    if (open().length === 0) break;
    const [before, after] = await singles.pair(name, first);
    if (before === undefined || after === undefined) continue;
    const difference = await singles.difference(before, after);
    // What differs each time is no news here, unless its value says more.
    const news = difference.causes.filter((cause) => !unstable.causes.some((each) => matches(cause, each)));
    explain({ ...difference, causes: news }, name);
  }
  const causes = trace.difference.causes.map((cause) => {
    if (cause.code === "digest") return { ...traced(cause, "unknown"), fix: cause.hint ?? "" };
    return traced(cause, culprits.get(cause) ?? "unknown");
  });
  return { causes, rebuilds: singles.count };
}

/** Subjects that many causes of one kind share. */
const GENERIC = /^(?:a string variable|line \d+|digests|names|bytes|archive)$/;

/** Whether two comparisons tell of the same thing: the same setting, variable, file; where those have no name, the same value. */
function matches(a: Cause, b: Cause): boolean {
  if (a.code !== b.code) return false;
  const places = new Set(a.places.map(({ path }) => path));
  if (!b.places.some(({ path }) => places.has(path))) return false;
  if (a.subject !== b.subject) return false;
  return !GENERIC.test(a.subject) || a.a === b.a || a.b === b.b || (a.hint !== undefined && a.hint === b.hint);
}

/** Rebuilds of one place, whose files are kept aside while the next one is made there. */
class Singles {
  readonly #base: RebuildBase;
  readonly #options: TraceOptions;
  readonly #kept: string[] = [];
  count = 0;

  constructor(base: RebuildBase, options: TraceOptions) {
    this.#base = base;
    this.#options = options;
  }

  /** Makes a rebuild and gives the folder of its files. */
  async make(
    names: readonly VariationName[],
    what: string,
    folder = join(this.#options.folder, "single"),
  ): Promise<string> {
    const { files, onProgress } = this.#options;
    const outputs = files.map(({ rebuilt }) => rebuilt);
    onProgress(`rebuild with ${what}`);
    this.count++;
    const { result }: Rebuilt = await runRebuild(this.#base, { names, folder, outputs });
    const aside = `${folder}-kept-${this.count}`;
    this.#kept.push(aside);
    await removeTree(aside);
    await rename(result.dist, aside);
    await removeTree(folder);
    return aside;
  }

  /** A rebuild without and one with a variation. Only a file system in memory gives folders another order. */
  async pair(name: VariationName, first: string): Promise<readonly [string | undefined, string | undefined]> {
    if (name !== "file-order") return [first, await this.make([name], `another ${name}`)];
    const { memory } = this.#options;
    if (memory === undefined) return [undefined, undefined];
    const folder = join(memory, "order");
    return [
      await this.make([], "nothing varied, in memory", folder),
      await this.make([name], `another ${name}`, folder),
    ];
  }

  async close(): Promise<void> {
    for (const each of this.#kept) await removeTree(each);
  }

  difference(a: string, b: string): Promise<Difference> {
    const pairs = this.#options.files.map(({ path, rebuilt }) => ({ path, a: join(a, rebuilt), b: join(b, rebuilt) }));
    return diffFiles(pairs, { signal: this.#base.signal });
  }
}
