import { readGoBuildInfo } from "../go/build-info.ts";
import type { Program } from "../read-binary.ts";
import { fileParts } from "./file-parts.ts";
import { moduleFinder } from "../go/module-finder.ts";
import { ownedRuns } from "./owned-runs.ts";
import type { OwnedRun } from "./owned-runs.ts";

/** What one package costs in the file. `code`, `data` and `tables` add up to `bytes`. */
export interface PackageBytes {
  readonly path: string;
  readonly bytes: number;
  readonly code: number;
  /** Variables and constants; 0 without symbols, which alone say whose they are. */
  readonly data: number;
  /** What the program keeps of its functions for stack traces and the collector. */
  readonly tables: number;
  readonly functions: number;
}

/** A module with its packages, largest first. Go's own packages are the module `std`; C and assembly have none. */
export interface ModuleBytes {
  readonly path: string;
  readonly version: string;
  readonly bytes: number;
  readonly packages: readonly PackageBytes[];
}

/** Where the bytes of a program are. `modules`, `embedded` and `others` together are the whole file, and so are `sections`. */
export interface ProgramSizes {
  readonly bytes: number;
  readonly modules: readonly ModuleBytes[];
  /** Files that `//go:embed` put in. */
  readonly embedded: readonly { readonly name: string; readonly bytes: number }[];
  /** What of each section belongs to no package in particular. */
  readonly others: readonly { readonly name: string; readonly bytes: number }[];
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
}

/**
 * Measures where a program's bytes are: each byte is counted once. Works on stripped programs too, whose data is then told
 * by section only.
 *
 * @throws FormatError
 */
export function measureProgram(program: Program): ProgramSizes {
  const info = readGoBuildInfo(program);
  const parts = fileParts(program);
  const runs = ownedRuns(program);
  const totals = new Totals();
  const others = new Map<string, number>();
  const sections = new Map<string, number>();
  const ordered = runs.toSorted((a, b) => a.offset - b.offset);
  let next = 0;
  let taken = 0;
  for (const part of parts) {
    const end = part.offset + part.size;
    let owned = 0;
    while (next < ordered.length && ordered[next]!.offset < end) {
      const run = ordered[next++]!;
      const start = Math.max(run.offset, taken, part.offset);
      const stop = Math.min(run.offset + run.size, end);
      totals.add(run, Math.max(stop - start, 0));
      if (stop <= start) continue;
      owned += stop - start;
      taken = stop;
    }
    add(sections, part.name, part.size);
    if (part.size > owned) add(others, part.name, part.size - owned);
  }
  return {
    bytes: program.bytes.length,
    modules: totals.modules(moduleFinder(info), info?.deps ?? [], info?.main),
    embedded: totals.files(),
    others: largestFirst(others),
    sections: largestFirst(sections),
  };
}

/** Bytes by owner and kind. */
class Totals {
  readonly #packages = new Map<string, { code: number; data: number; tables: number; functions: number }>();
  readonly #files = new Map<string, number>();

  add(run: OwnedRun, bytes: number): void {
    if (run.kind === "file") return add(this.#files, run.owner, bytes);
    const total = this.#packages.get(run.owner) ?? { code: 0, data: 0, tables: 0, functions: 0 };
    total[run.kind] += bytes;
    if (run.kind === "code") total.functions++;
    this.#packages.set(run.owner, total);
  }

  files(): readonly { readonly name: string; readonly bytes: number }[] {
    return largestFirst(this.#files);
  }

  modules(
    moduleOf: (path: string) => string,
    deps: readonly { readonly path: string; readonly version: string }[],
    main: { readonly path: string; readonly version: string } | undefined,
  ): readonly ModuleBytes[] {
    const versions = new Map(
      [...deps, ...(main === undefined ? [] : [main])].map(({ path, version }) => [path, version]),
    );
    const modules = new Map<string, PackageBytes[]>();
    for (const [path, total] of this.#packages) {
      const bytes = total.code + total.data + total.tables;
      if (bytes === 0) continue;
      const module = moduleOf(path);
      const packages = modules.get(module) ?? [];
      packages.push({ path, bytes, ...total });
      modules.set(module, packages);
    }
    return [...modules]
      .map(([path, packages]) => ({
        path,
        version: versions.get(path) ?? "",
        bytes: packages.reduce((sum, each) => sum + each.bytes, 0),
        packages: packages.sort((a, b) => b.bytes - a.bytes || byText(a.path, b.path)),
      }))
      .sort((a, b) => b.bytes - a.bytes || byText(a.path, b.path));
  }
}

function add(map: Map<string, number>, key: string, bytes: number): void {
  map.set(key, (map.get(key) ?? 0) + bytes);
}

function largestFirst(map: ReadonlyMap<string, number>): { readonly name: string; readonly bytes: number }[] {
  return [...map].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes || byText(a.name, b.name));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
