import { diffFiles } from "../../diff/diff-paths.ts";
import type { Cause, Difference } from "../../diff/difference.ts";
import { removeTree, rename } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { adviceFor } from "./advice.ts";
import { isolateVariations } from "./isolate-variations.ts";
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
  /** Told before each rebuild. */
  readonly onProgress: (text: string) => void;
}

/**
 * Finds what brings each cause about by rebuilds in one place: first with nothing varied, twice, then with each thing that is suspected,
 * then with halves of the rest until single ones are found, until every cause is explained. Returns how many rebuilds it took.
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

  const looked = new Set<VariationName>();
  const make = (
    names: readonly VariationName[],
    what = `another ${names.join(", ")}`,
    folder?: string,
  ): Promise<string> => {
    const left = open().length;
    const causes = left === 1 ? "1 cause" : `${left} causes`;
    const told = `${what}: ${looked.size} of ${trace.varied.length} variations looked at, ${causes} open`;
    return singles.make(names, told, folder);
  };
  const first = await make([], "nothing varied");
  const second = await make([], "nothing varied again");
  const unstable = await singles.difference(first, second);
  explain(unstable, "repetition");
  /** What differs between two rebuilds, without what differs each time: that is no news here, unless its value says more. */
  const news = async (before: string, after: string): Promise<Difference> => {
    const difference = await singles.difference(before, after);
    const causes = difference.causes.filter((cause) => !unstable.causes.some((each) => matches(cause, each)));
    return { ...difference, causes };
  };
  const suspects = open().flatMap((cause) => suspectOf(cause, trace.surroundings, trace.varied) ?? []);
  const alone = [...new Set(suspects)].filter((name) => name !== "file-order");
  for (const name of alone) {
    if (open().length === 0) break;
    explain(await news(first, await make([name])), name);
    looked.add(name);
  }
  const rest = trace.varied.filter((name) => name !== "file-order" && !alone.includes(name));
  await isolateVariations(open(), rest, async (names, causes) => {
    const difference = await news(first, await make(names));
    const shown = causes.filter((cause) => difference.causes.some((each) => matches(cause, each)));
    if (names.length === 1) for (const cause of shown) culprits.set(cause, names[0]!);
    if (names.length === 1 || shown.length === 0) for (const name of names) looked.add(name);
    return shown;
  });
  const memory = trace.varied.includes("file-order") ? singles.memory : undefined;
  if (open().length > 0 && memory !== undefined) {
    // Only a file system in memory lets us choose the order of files in folders.
    const before = await make([], "nothing varied, in memory", memory);
    explain(await news(before, await make(["file-order"], "another file-order", memory)), "file-order");
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
  readonly #begun = performance.now();
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
    this.count++;
    const seconds = Math.round((performance.now() - this.#begun) / 1000);
    onProgress(`rebuild ${this.count} with ${what}, ${seconds} s so far`);
    const { result }: Rebuilt = await runRebuild(this.#base, { names, folder, outputs });
    const aside = `${folder}-kept-${this.count}`;
    this.#kept.push(aside);
    await removeTree(aside);
    await rename(result.dist, aside);
    await removeTree(folder);
    return aside;
  }

  /** A place whose folders list their files in the order of their making. */
  get memory(): string | undefined {
    const { memory } = this.#options;
    return memory === undefined ? undefined : join(memory, "order");
  }

  async close(): Promise<void> {
    for (const each of this.#kept) await removeTree(each);
  }

  difference(a: string, b: string): Promise<Difference> {
    const pairs = this.#options.files.map(({ path, rebuilt }) => ({ path, a: join(a, rebuilt), b: join(b, rebuilt) }));
    return diffFiles(pairs, { signal: this.#base.signal });
  }
}
