import { namedInBuildFile } from "./named-in-build-file.ts";

/** What is known of a project without a project file. */
export interface UnplannedProject {
  /** Path of its module. */
  readonly module: string;
  /** Folders of its programs: `.` or `./cmd/app`. */
  readonly mains: readonly string[];
  /** Every file of the project, relative to the root with `/`. */
  readonly files: readonly string[];
  /** The text of a file of the project. */
  readonly text: (file: string) => string | undefined;
}

/** Folders of programs for users, and folders whose programs make, try or check the project, whatever lies below them. */
const FOR_USERS = new Set(["cmd", "cmds", "app", "apps"]);
const FOR_MAKERS = new Set(
  `
    bench benchmark benchmarks build ci contrib demo demos dev devtools doc docs example examples
    experimental fuzz gen generator hack helpers internal misc playground sample samples script scripts
    test tests testing third_party tool tools unmaintained util utils
  `
    .trim()
    .split(/\s+/),
);

/**
 * Files that say what is built: each `go build` and `go install` in them is read. Dockerfiles are none: what they alone build runs in their
 * image, whatever other systems have.
 */
const BUILD_FILE =
  /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[^/]+\.mk|Makefile\.[^/]+|\.?goreleaser[^/]*\.ya?ml|\.ko\.yaml|[Tt]askfile\.ya?ml|[Jj]ustfile)$/;

/**
 * The programs that a project ships, where no project file says it: the one at its root, the one called like its module, those below
 * `cmd` and `app`, and those that a makefile and the like build or install. The others are taken for tools of its developers.
 * All of them when that leaves none.
 */
export function shippedPrograms(project: UnplannedProject): readonly string[] {
  const { mains, module, files, text } = project;
  const parts = (main: string): string[] => main.split("/").filter((part) => part !== "." && part !== "");
  const name = module
    .replace(/\/v[0-9]+$/, "")
    .split("/")
    .at(-1);
  const byPlace = (main: string): boolean => {
    const folders = parts(main);
    if (folders.length === 0) return true;
    if (folders.some((folder) => FOR_MAKERS.has(folder))) return false;
    return folders.some((folder) => FOR_USERS.has(folder)) || (folders.length === 1 && folders[0] === name);
  };
  const asked = mains.filter(
    (main) => !byPlace(main) && !parts(main).some((part) => FOR_MAKERS.has(part) && part !== "internal"),
  );
  const named = new Set<string>();
  if (asked.length > 0) {
    for (const file of files.filter((each) => BUILD_FILE.test(each))) {
      const found = text(file);
      if (found === undefined) continue;
      for (const main of namedInBuildFile(file, found, { module, mains: asked })) named.add(main);
    }
  }
  const shipped = mains.filter((main) => byPlace(main) || named.has(main));
  return shipped.length > 0 ? shipped : mains;
}
