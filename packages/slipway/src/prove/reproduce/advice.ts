import type { Cause } from "../../diff/difference.ts";
import type { Culprit } from "./reproduction.ts";

/** How to mend a cause that a variation brings about, naming the flag, key or command. */
export function adviceFor(cause: Cause, culprit: Culprit): string {
  const special = SPECIAL[`${culprit} ${cause.code}`];
  if (special !== undefined) return special;
  if (culprit === "unknown") return cause.hint ?? GENERAL.unknown;
  return GENERAL[culprit];
}

const GENERAL: Readonly<Record<Culprit, string>> = {
  clock:
    "take the time of the commit: {{ .CommitDate }} or {{ .CommitTimestamp }} in templates, `git log -1 --format=%ct` in hooks",
  directory: "build with -trimpath (builds.flags), and keep absolute paths out of what is generated",
  user: "do not write the user into what is built: leave $USER, `whoami` and os/user out of hooks and ldflags",
  host: "do not write the host name into what is built: leave $HOSTNAME and `hostname` out of hooks and ldflags",
  home: "keep files that a build needs in the repository, not in the home folder",
  umask: "set modes explicitly: archives.files.info.mode for packed files, chmod behind what a hook writes",
  locale: "run hooks with LC_ALL=C, and sort and format by fixed rules",
  "time-zone": "format times in UTC: TZ=UTC in hooks, .UTC() in Go",
  "temporary-folder": "do not write the name of a temporary file into what is built; give temporary files fixed names",
  variables: "let the project file name the variables that a build needs (env, builds.env), and read no others",
  "go-cache":
    "build from an empty cache once (go clean -cache) and compare: a tool keeps results there that are not of these sources",
  "compiler-flags":
    "let the project file say how hooks compile (env: [GOAMD64=v1, CGO_CFLAGS=]), or leave that out of the shell",
  "file-order": "sort what a folder lists before using it: `find ... | LC_ALL=C sort`, os.ReadDir instead of Readdir",
  parallelism: "what runs side by side writes in any order: collect, then sort, before writing",
  processors: "do not let the number of processors (nproc, runtime.NumCPU) into what is built",
  "module-cache": "build with -trimpath, and use no tools out of the module cache by their path",
  shallow: "release from a clone with its history and tags: fetch-depth: 0 in CI",
  workspace: 'set GOWORK=off for the builds (builds.env: ["GOWORK=off"]), or commit the go.work',
  "search-path": "name the tools that hooks use by version or path",
  "address-layout": "an address of memory gets into what is built: print no pointers, sort by value",
  repetition: "something is another one each time: seed random numbers, sort the keys of maps, use no clock",
  checkout:
    "commit what the build needs, or delete what it must not find: ignored and untracked files were part of the build",
  unknown: "it shows only when several things are varied at once; `slipway diff` of both files says more",
};

const SPECIAL: Readonly<Record<string, string>> = {
  "directory c-compiler": "give the C compiler -ffile-prefix-map=$PWD=. in CGO_CFLAGS",
  "directory path": "build with -trimpath: builds.flags: [-trimpath]",
  "directory flag": "build with -trimpath: builds.flags: [-trimpath]",
  "clock member-time": "take the time of the commit for members: archives.files.info.mtime: {{ .CommitTimestamp }}",
  "repetition member-time":
    "take the time of the commit for members: archives.files.info.mtime: {{ .CommitTimestamp }}",
  "repetition order": "sort before writing: a map, a set or parallel work gives another order each time",
  "locale order": "sort by bytes: LC_ALL=C sort in hooks, sort.Strings in Go",
};
