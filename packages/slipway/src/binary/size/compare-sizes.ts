import type { ModuleBytes, ProgramSizes } from "./program-sizes.ts";

/** One named thing in both programs; 0 bytes where it is not there. */
export interface SizeChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** The same for a module, with its version on both sides; empty where the module is not there. */
export interface ModuleChange extends SizeChange {
  readonly versionBefore: string;
  readonly versionAfter: string;
}

/** What grew and what shrank between two programs. Only what changed is listed, the largest change first. */
export interface SizeComparison {
  readonly before: number;
  readonly after: number;
  readonly modules: readonly ModuleChange[];
  readonly packages: readonly SizeChange[];
  readonly embedded: readonly SizeChange[];
  readonly others: readonly SizeChange[];
  readonly sections: readonly SizeChange[];
}

/** Compares where the bytes of two programs are. The changes of modules, embedded files and others add up to the whole change. */
export function compareSizes(before: ProgramSizes, after: ProgramSizes): SizeComparison {
  const versions = (sizes: ProgramSizes): ReadonlyMap<string, string> =>
    new Map(sizes.modules.map(({ path, version }) => [path, version]));
  const [versionsBefore, versionsAfter] = [versions(before), versions(after)];
  return {
    before: before.bytes,
    after: after.bytes,
    modules: changes(before.modules.map(moduleRow), after.modules.map(moduleRow), (name) => {
      return versionsBefore.get(name) !== versionsAfter.get(name);
    }).map((change) => ({
      ...change,
      versionBefore: versionsBefore.get(change.name) ?? "",
      versionAfter: versionsAfter.get(change.name) ?? "",
    })),
    packages: changes(packageRows(before), packageRows(after)),
    embedded: changes(before.embedded, after.embedded),
    others: changes(before.others, after.others),
    sections: changes(before.sections, after.sections),
  };
}

interface Row {
  readonly name: string;
  readonly bytes: number;
}

function moduleRow({ path, bytes }: ModuleBytes): Row {
  return { name: path, bytes };
}

function packageRows(sizes: ProgramSizes): readonly Row[] {
  return sizes.modules.flatMap((module) => module.packages.map(({ path, bytes }) => ({ name: path, bytes })));
}

function changes(
  before: readonly Row[],
  after: readonly Row[],
  differsOtherwise: (name: string) => boolean = () => false,
): readonly SizeChange[] {
  const rows = new Map<string, { before: number; after: number }>();
  const add = (list: readonly Row[], side: "before" | "after"): void => {
    for (const { name, bytes } of list) {
      const row = rows.get(name) ?? { before: 0, after: 0 };
      row[side] += bytes;
      rows.set(name, row);
    }
  };
  add(before, "before");
  add(after, "after");
  return [...rows]
    .filter(([name, row]) => row.before !== row.after || differsOtherwise(name))
    .map(([name, row]) => ({ name, ...row }))
    .sort((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function size(change: SizeChange): number {
  return Math.abs(change.after - change.before);
}
