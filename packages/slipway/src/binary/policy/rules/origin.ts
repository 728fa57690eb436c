import type { Rule, Subject, Violation } from "../rule.ts";

const PROGRAMS = ["elf", "pe", "macho", "wasm", "xcoff", "plan9"] as const;

/** The stamp of the go command names another commit. */
export const wrongCommit: Rule = {
  code: "wrong-commit",
  severity: "error",
  formats: PROGRAMS,
  about: "The program was built from another commit than the one that is released",
  reason: "What people get is not what the tag says",
  fix: "Build it in this run; a file of an earlier build came in by builder: prebuilt or a hook",
  check({ inspection, promised }) {
    const revision = inspection.go?.settings["vcs.revision"];
    const { commit } = promised;
    if (revision === undefined || commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return [];
    if (revision === commit) return [];
    const message = "The program was built from another commit";
    return [{ message, expected: commit, actual: `vcs.revision=${revision}` }];
  },
};

/** The stamp of the go command says that files were changed. */
export const dirtyStamp: Rule = {
  code: "dirty-stamp",
  severity: "error",
  formats: PROGRAMS,
  about: "The program says that it was built from changed files, though the run began with a clean checkout",
  reason: "Nobody can build it again from the commit that it names",
  fix: "Ignore in .gitignore what hooks and generators write; `git status` after them shows it",
  check({ inspection, promised }) {
    // Of a checkout that was dirty from the start the plan has told once already.
    if (inspection.go?.settings["vcs.modified"] !== "true" || promised.clean !== true) return [];
    return [
      {
        message: "The program was built from a checkout with changes, though the run began with none",
        expected: "vcs.modified=false",
        actual: "vcs.modified=true: something before the build wrote a file that git sees",
        ...(promised.release === true ? {} : { severity: "warning" as const }),
      },
    ];
  },
};

/** The program calls itself by another version. */
export const wrongVersion: Rule = {
  code: "wrong-version",
  severity: "warning",
  formats: PROGRAMS,
  about: "The program calls itself by another version than the one that is released",
  reason: "Users report, and scanners match, a version that does not exist",
  fix: "Set it with -X main.version={{ .Version }} in ldflags; for the module's version fetch all tags (no shallow clone)",
  check: (subject) => [...moduleVersion(subject), ...variables(subject)],
};

/** Go 1.24 and later take the main module's version from the tag. */
function moduleVersion({ inspection, promised }: Subject): readonly Violation[] {
  const version = inspection.go?.main?.version.replace(/\+dirty$/, "") ?? "";
  const { tag, release } = promised;
  if (release !== true || tag === undefined || !/^v\d+\.\d+\.\d+/.test(version) || version === tag) return [];
  // A tag that Go does not take for this module (v2.0.0 without /v2 in its path) says nothing about the build.
  const path = inspection.go?.main?.path ?? "";
  const major = Number(/^v(\d+)\./.exec(tag)?.[1] ?? "0");
  const fits = major < 2 ? !/\/v\d+$/.test(path) : new RegExp(`[/.]v${major}$`).test(path);
  if (!fits) return [];
  return [{ message: "The program's module has another version than the tag", expected: tag, actual: version }];
}

/** Variables that are called version and hold one. */
function variables({ inspection, promised }: Subject): readonly Violation[] {
  const right = [promised.version, promised.tag].flatMap((each) => (each === undefined ? [] : [bare(each)]));
  if (right.length === 0) return [];
  return (inspection.go?.variables ?? [])
    .filter(({ name, value }) => /(?:^|[./])(?:app|build)?version$/i.test(name) && /^v?\d+\.\d+\.\d+/.test(value))
    .filter(({ value }) => !right.includes(bare(value)))
    .map(({ name, value }) => ({
      message: `The variable ${name} holds another version`,
      expected: promised.version ?? promised.tag ?? "",
      actual: value,
    }));
}

function bare(version: string): string {
  return version.replace(/^v/, "");
}
