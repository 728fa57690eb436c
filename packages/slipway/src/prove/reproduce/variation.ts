/** One way in which the surroundings of a rebuild differ from those of the build. */
export interface Variation {
  readonly name: VariationName;
  /** What is another one, for people. */
  readonly what: string;
  /** Whether the quick level has it: it costs next to nothing. */
  readonly quick: boolean;
}

/** In the order in which single ones are tried, likely culprits first. */
export const VARIATIONS = [
  { name: "clock", what: "the clock", quick: true },
  { name: "directory", what: "the folder of the checkout", quick: true },
  { name: "user", what: "the user", quick: true },
  { name: "host", what: "the host name", quick: true },
  { name: "home", what: "the home folder", quick: true },
  { name: "umask", what: "the umask", quick: true },
  { name: "locale", what: "the locale", quick: true },
  { name: "time-zone", what: "the time zone", quick: true },
  { name: "temporary-folder", what: "the folder for temporary files", quick: true },
  { name: "variables", what: "variables of the shell that builds must not see", quick: true },
  { name: "go-cache", what: "Go's build cache", quick: true },
  { name: "compiler-flags", what: "what the shell tells the compilers of Go and C", quick: false },
  { name: "file-order", what: "the order of files in folders", quick: false },
  { name: "parallelism", what: "how many tasks run at once", quick: false },
  { name: "processors", what: "the number of processors", quick: false },
  { name: "module-cache", what: "Go's module cache", quick: false },
  { name: "shallow", what: "the depth of the git history", quick: false },
  { name: "workspace", what: "a go.work file above the checkout", quick: false },
  { name: "search-path", what: "more folders on the PATH", quick: false },
  { name: "address-layout", what: "address space randomisation", quick: false },
] as const satisfies readonly { name: string; what: string; quick: boolean }[];

export type VariationName = (typeof VARIATIONS)[number]["name"];

/** A variation that cannot be made here, and why. */
export interface LeftOutVariation {
  readonly name: VariationName;
  readonly reason: string;
}

/** What is said of a variation. */
export function variationText(name: VariationName): string {
  return VARIATIONS.find((each) => each.name === name)!.what;
}
