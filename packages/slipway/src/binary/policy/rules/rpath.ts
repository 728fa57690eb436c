import type { Rule, Subject, Violation } from "../rule.ts";

/** Begins of a path that the loader replaces by the folder of the program or library. */
const BESIDE = /^(?:\$ORIGIN|\$\{ORIGIN\}|@executable_path|@loader_path)(?=\/|$)/;

export const unsafeRpath: Rule = {
  code: "unsafe-rpath",
  severity: "warning",
  formats: ["elf", "macho"],
  about: "Libraries are looked for in a folder of the build machine, of whoever starts the program, or far above it",
  reason: "There they are missing, or somebody else's",
  fix: "Use -Wl,-rpath,$ORIGIN (Linux) or @executable_path (macOS) in CGO_LDFLAGS, or `slipway edit rpath`",
  check: (subject) => rpathsOf(subject).flatMap((path) => judgePath(path)),
};

function rpathsOf({ inspection }: Subject): readonly string[] {
  const { rpath, runpath, rpaths } = inspection.details;
  if (Array.isArray(rpaths)) return rpaths as string[];
  return [rpath, runpath].flatMap((list) => (typeof list === "string" ? list.split(":") : []));
}

function judgePath(path: string): readonly Violation[] {
  const beside = BESIDE.exec(path);
  const message = "The program looks for libraries where they are not";
  const expected = "a folder beside the program";
  if (beside === null) {
    // Where macOS itself keeps Swift's.
    if (path === "/usr/lib/swift") return [];
    const what = path === "" ? "an empty entry, which is the current folder" : describe(path);
    return [{ message, expected, actual: what }];
  }
  return climbs(path.slice(beside[0].length)) > 1
    ? [{ message, expected, actual: `"${path}", which leads out of what is installed` }]
    : [];
}

function describe(path: string): string {
  return /^\/|^[A-Za-z]:/.test(path) ? `"${path}"` : `"${path}", which counts from the current folder`;
}

/** How many folders a path leads up at its highest. One is usual: `bin` beside `lib`. */
function climbs(path: string): number {
  let depth = 0;
  let highest = 0;
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    depth += part === ".." ? -1 : 1;
    highest = Math.max(highest, -depth);
  }
  return highest;
}

export const unresolvedRpath: Rule = {
  code: "unresolved-rpath",
  severity: "error",
  formats: ["macho"],
  about: "A library is to be found by @rpath, and the program has no rpath",
  reason: "dyld cannot find the library, and the program does not start",
  fix: "Link with -Wl,-rpath,@executable_path in CGO_LDFLAGS, or `slipway edit rpath FILE --add @executable_path`",
  check({ inspection }) {
    const rpaths = inspection.details["rpaths"];
    if (inspection.kind !== "program" || (Array.isArray(rpaths) && rpaths.length > 0)) return [];
    return inspection.libraries
      .filter(({ name, kind }) => name.startsWith("@rpath/") && kind !== "weak")
      .map(({ name }) => ({ message: `The library ${name} cannot be found`, expected: "an LC_RPATH", actual: "none" }));
  },
};
