import { dirname, join, toSlash } from "../../platform/path.ts";

/** The programs that are looked for. */
export interface SoughtPrograms {
  readonly module: string;
  /** `./weed` */
  readonly mains: readonly string[];
}

/** A variable of make or a shell that is set to something. */
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[:?+]?=\s*(.*)$/;

/** `go build`, `$(GO) build`, `${GOCMD} install`. */
const BUILD = /(?:\bgo|\$[({]\w*GO\w*[)}])\s+(?:build|install)\b(.*)$/;

/** The programs of a list that `go build` or `go install` in a makefile or the like makes. */
export function namedInBuildFile(file: string, text: string, sought: SoughtPrograms): string[] {
  const found = new Set<string>();
  const variables = new Map<string, string>();
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/)) {
    const [, name, value] = ASSIGNMENT.exec(line) ?? [];
    if (name !== undefined) variables.set(name, value ?? "");
    let folder = "";
    for (const command of line.split(/&&|\|\||[;|]/)) {
      const [, moved] = /(?:^|\s)cd\s+(\S+)/.exec(command) ?? [];
      if (moved !== undefined) folder = joined(folder, expand(moved, variables));
      const [, args] = BUILD.exec(command) ?? [];
      if (args === undefined) continue;
      const names = packagesIn(expand(args, variables));
      for (const each of names.length > 0 ? names : ["."]) {
        for (const main of matching(file, folder, each, sought)) found.add(main);
      }
    }
  }
  return [...found];
}

function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let now = text;
  for (let round = 0; round < 3; round++) {
    now = now.replaceAll(/\$[({]?([A-Za-z_]\w*)[)}]?/g, (whole, name: string) => variables.get(name) ?? whole);
  }
  return now;
}

/** The arguments that name packages: all but flags and where the result goes. */
function packagesIn(args: string): string[] {
  const words = args.split(/\s+/).map((word) => word.replaceAll(/["'\\,\]]/g, ""));
  return words.filter(
    (word, index) => /^(?:\.|[\w.-]+\/|[\w./-]+\.go$)/.test(word) && !word.startsWith("-") && words[index - 1] !== "-o",
  );
}

/** The programs that a name means, seen from the project's root, from the file's folder, and by import path. */
function matching(file: string, folder: string, name: string, { module, mains }: SoughtPrograms): string[] {
  const local = name === module || name.startsWith(`${module}/`) ? `.${name.slice(module.length)}` : name;
  const bare = local.endsWith(".go") ? dirname(local) : local.replace(/\/?\.\.\.$/, "");
  const places = [joined(folder, bare), joined(dirname(file), folder, bare)].map((place) => place.replace(/\/$/, ""));
  return mains.filter((main) => {
    const dir = main.replace(/^\.\//, "");
    return places.some((place) => place === dir || (place.startsWith("/") && place.endsWith(`/${dir}`)));
  });
}

function joined(...parts: string[]): string {
  return toSlash(join(...parts));
}
