import { SlipwayError } from "../../errors.ts";
import type { RunContext } from "../../plan/kind.ts";
import { selectingFlags } from "../../source/go/selecting-flags.ts";
import { goFailure } from "./go-failure.ts";

/** A module as `go list -json` tells of it; only the fields that are read here. */
export interface ListedModule {
  readonly Path: string;
  readonly Version?: string;
  readonly Main?: boolean;
  readonly Dir?: string;
  readonly GoMod?: string;
  readonly Sum?: string;
  readonly Replace?: ListedModule;
}

const FIELDS = [
  "ImportPath Dir Name Standard DepOnly Root Module Imports ImportMap EmbedFiles TestEmbedFiles XTestEmbedFiles",
  "GoFiles CgoFiles CFiles CXXFiles MFiles HFiles FFiles SFiles SwigFiles SwigCXXFiles SysoFiles IgnoredGoFiles",
  "TestGoFiles XTestGoFiles CgoLDFLAGS ForTest",
].flatMap((line) => line.split(" "));

/** A package as `go list -deps -json` tells of it. Lists are absent when empty; file names are relative to `Dir`. */
export interface ListedPackage {
  readonly ImportPath: string;
  readonly Dir: string;
  readonly Name: string;
  readonly Standard?: boolean;
  /** Not named on the command line, only needed by something that is. */
  readonly DepOnly?: boolean;
  readonly Module?: ListedModule;
  readonly Imports?: readonly string[];
  readonly ImportMap?: Readonly<Record<string, string>>;
  readonly EmbedFiles?: readonly string[];
  readonly TestEmbedFiles?: readonly string[];
  readonly XTestEmbedFiles?: readonly string[];
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly CFiles?: readonly string[];
  readonly CXXFiles?: readonly string[];
  readonly MFiles?: readonly string[];
  readonly HFiles?: readonly string[];
  readonly FFiles?: readonly string[];
  readonly SFiles?: readonly string[];
  readonly SwigFiles?: readonly string[];
  readonly SwigCXXFiles?: readonly string[];
  readonly SysoFiles?: readonly string[];
  readonly IgnoredGoFiles?: readonly string[];
  readonly TestGoFiles?: readonly string[];
  readonly XTestGoFiles?: readonly string[];
  readonly CgoLDFLAGS?: readonly string[];
  readonly ForTest?: string;
}

/** One question to `go list`. */
export interface GoListQuestion {
  readonly go: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Flags of the build; those that do not select files are left out. */
  readonly flags: readonly string[];
  readonly tests: boolean;
  readonly packages: readonly string[];
}

/**
 * Lists packages with everything they are made of, dependencies first.
 *
 * @throws SlipwayError `build-failed` with Go's own message when an import cannot be resolved
 */
export async function goList(
  question: GoListQuestion,
  context: Pick<RunContext, "process" | "root">,
): Promise<ListedPackage[]> {
  const argv = [
    question.go,
    "list",
    "-deps",
    ...(question.tests ? ["-test"] : []),
    `-json=${FIELDS.join(",")}`,
    ...selectingFlags(question.flags),
    "-buildvcs=false",
    "--",
    ...question.packages,
  ];
  const result = await context.process(argv, {
    cwd: question.cwd,
    env: question.env,
    check: false,
    keep: 256 << 20,
    onOutput: quiet,
  });
  if (result.exitCode !== 0) {
    throw goFailure(result, {
      what: `Cannot list the packages of ${question.packages.join(" ")}`,
      cwd: question.cwd,
      root: context.root,
    });
  }
  return parseObjects(result.stdout);
}

/** For processes whose output is read here and not shown. */
export function quiet(): void {}

/** Reads the objects that `go list -json` writes one after another: each ends with a `}` at the start of a line. */
function parseObjects(text: string): ListedPackage[] {
  const objects: ListedPackage[] = [];
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n}\n", start);
    if (end < 0) break;
    objects.push(JSON.parse(text.slice(start, end + 2)) as ListedPackage);
    start = end + 3;
  }
  if (text.slice(start).trim() !== "") {
    throw new SlipwayError("build-failed", "Cannot read what go list printed", {
      actual: text.slice(start, start + 200),
    });
  }
  return objects;
}
