import { findPclntab } from "../go/find-pclntab.ts";
import type { Program } from "../read-binary.ts";
import type { DiffCause } from "./binary-diff.ts";
import { cause } from "./diff-build.ts";

type PathClass = "GOROOT" | "module cache" | "source";

/** One class of build-machine paths inside a program. */
interface PathRoot {
  readonly root: string;
  readonly count: number;
}

/**
 * Compares the folders of the build machine in the tables of source files. With -trimpath there are none.
 *
 * @throws FormatError
 */
export function diffPaths(a: Program, b: Program): readonly DiffCause[] {
  const rootsA = rootsOf(a);
  const rootsB = rootsOf(b);
  const classes: readonly PathClass[] = ["source", "GOROOT", "module cache"];
  return classes.flatMap((name) => {
    const one = rootsA.get(name);
    const other = rootsB.get(name);
    if (one?.root === other?.root) return [];
    const count = Math.max(one?.count ?? 0, other?.count ?? 0);
    return [
      {
        ...cause("path", `${name} folder in ${count} paths`, one?.root ?? null, other?.root ?? null),
        hint: "build both with -trimpath",
      },
    ];
  });
}

function rootsOf(program: Program): Map<PathClass, PathRoot> {
  const groups = new Map<PathClass, string[]>();
  const files = findPclntab(program)?.table.files() ?? [];
  for (const file of files) {
    if (!/^(?:\/|[A-Za-z]:[\\/])/.test(file)) continue;
    const group = classOf(file);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [file]);
    else known.push(file);
  }
  return new Map([...groups].map(([name, paths]) => [name, { root: rootOf(name, paths), count: paths.length }]));
}

const STANDARD =
  /\/src\/(?:runtime|internal|sync|os|fmt|io|time|syscall|reflect|unicode|errors|math|sort|strconv|strings|bytes|net|crypto|encoding|context|bufio|path|log|embed|iter|slices|maps|unique|weak|hash|text|html|regexp|compress|archive|container|database|debug|expvar|flag|go|image|index|mime|plugin|testing|vendor|cmp|structs)\//;

function classOf(file: string): PathClass {
  if (/\/pkg\/mod\/(?!golang\.org\/toolchain@)/.test(file)) return "module cache";
  return STANDARD.test(file) ? "GOROOT" : "source";
}

/** The folder up to the telling part, or the longest one that all have in common. */
function rootOf(name: PathClass, paths: readonly string[]): string {
  const first = paths[0]!;
  if (name === "GOROOT") return first.slice(0, first.search(STANDARD));
  if (name === "module cache") return first.slice(0, first.indexOf("/pkg/mod/") + "/pkg/mod".length);
  let root = first.slice(0, first.lastIndexOf("/"));
  for (const path of paths)
    while (!path.startsWith(`${root}/`)) root = root.slice(0, Math.max(root.lastIndexOf("/"), 0));
  return root;
}
