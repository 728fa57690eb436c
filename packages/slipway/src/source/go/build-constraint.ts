/** What holds for one target. A tag that is missing from `tags` is false, unless it is in `open`. */
export interface ConstraintWorld {
  readonly os: string;
  readonly arch: string;
  /** Extra tags that are set (`-tags`). */
  readonly tags: ReadonlySet<string>;
  /** Tags that a build may have or not (`cgo`): a file counts when either way selects it. */
  readonly open: ReadonlySet<string>;
  /** The toolchain's language number, 26 for `go1.26.8`: the tags `go1.1` to `go1.26` are true. */
  readonly goMinor: number;
}

/** Names that a file name's ending may carry (Go's `internal/syslist`), past and future ones included. */
const KNOWN_OS = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(
    " ",
  ),
);
const KNOWN_ARCH = new Set(
  "386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm".split(
    " ",
  ),
);
const UNIX = new Set("aix android darwin dragonfly freebsd hurd illumos ios linux netbsd openbsd solaris".split(" "));
const IMPLIED: Readonly<Record<string, string>> = { android: "linux", illumos: "solaris", ios: "darwin" };

/** Whether a file of this name belongs to a target: `x_windows.go`, `x_arm64.go`, `x_linux_arm.go`. */
export function fileNameFits(name: string, world: Pick<ConstraintWorld, "os" | "arch">): boolean {
  const stem = name.replace(/\..*$/s, "");
  const first = stem.indexOf("_");
  if (first === -1) return true;
  const parts = stem.slice(first).split("_");
  if (parts.at(-1) === "test") parts.pop();
  const [before = "", last = ""] = parts.slice(-2);
  if (KNOWN_OS.has(before) && KNOWN_ARCH.has(last)) return isOs(before, world.os) && last === world.arch;
  if (KNOWN_OS.has(last)) return isOs(last, world.os);
  return !KNOWN_ARCH.has(last) || last === world.arch;
}

/**
 * Whether a `//go:build` line's expression (or the `// +build` lines of an old file, already joined) selects a target.
 * An expression that Go cannot read selects nothing.
 */
export function constraintFits(expression: string, world: ConstraintWorld): boolean {
  const tokens = expression.match(/&&|\|\||[!()]|[\p{L}\p{N}_.]+|\S/gu) ?? [];
  let at = 0;
  // Each value is the pair of what may be: an open tag may be both true and false.
  const or = (): Value => {
    let value = and();
    while (tokens[at] === "||") {
      at++;
      const right = and();
      value = { yes: value.yes || right.yes, no: value.no && right.no };
    }
    return value;
  };
  const and = (): Value => {
    let value = not();
    while (tokens[at] === "&&") {
      at++;
      const right = not();
      value = { yes: value.yes && right.yes, no: value.no || right.no };
    }
    return value;
  };
  const not = (): Value => {
    const token = tokens[at++];
    if (token === "!") {
      const value = not();
      return { yes: value.no, no: value.yes };
    }
    if (token === "(") {
      const value = or();
      if (tokens[at++] !== ")") throw new SyntaxError("missing )");
      return value;
    }
    if (token === undefined || !/^[\p{L}\p{N}_.]+$/u.test(token)) throw new SyntaxError(`unexpected ${token ?? "end"}`);
    if (world.open.has(token)) return { yes: true, no: true };
    const holds = tagHolds(token, world);
    return { yes: holds, no: !holds };
  };
  try {
    const value = or();
    return at === tokens.length && value.yes;
  } catch {
    return false;
  }
}

interface Value {
  readonly yes: boolean;
  readonly no: boolean;
}

function tagHolds(tag: string, world: ConstraintWorld): boolean {
  if (isOs(tag, world.os) || tag === world.arch || world.tags.has(tag)) return true;
  if (tag === "unix") return UNIX.has(world.os);
  if (tag === "gc") return true;
  const release = /^go1\.([1-9][0-9]*)$/.exec(tag);
  return release !== null && Number(release[1]) <= world.goMinor;
}

function isOs(tag: string, os: string): boolean {
  return tag === os || IMPLIED[os] === tag;
}
