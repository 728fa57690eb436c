/** The parts of a Go version; decimal text, since `go1.99999999999` is a version too. */
interface Parts {
  readonly numbers: readonly [string, string, string];
  readonly kind: string;
  readonly pre: string;
}

const NUMBER = "(0|[1-9][0-9]*)";
const VERSION = new RegExp(`^${NUMBER}(?:\\.${NUMBER}(?:\\.${NUMBER}|([a-z]+)${NUMBER}?)?)?$`);

function parse(version: string): Parts | undefined {
  const match = VERSION.exec(version);
  if (!match) return undefined;
  const [, major = "", minor, patch, kind = "", pre = ""] = match;
  if (minor === undefined) return { numbers: [major, "0", "0"], kind: "", pre: "" };
  // Before 1.21 a version without a patch number was the first release; since then it is the language only.
  const firstPatch = kind === "" && compareDecimal(minor, "21") < 0 ? "0" : "";
  return { numbers: [major, minor, patch ?? firstPatch], kind, pre };
}

/** Whether the text (without `go` in front) is a Go version: `1.26`, `1.26.8`, `1.27rc1`. */
export function isGoVersion(version: string): boolean {
  return parse(version) !== undefined;
}

/**
 * Orders two Go versions without `go` in front as Go does (`internal/gover`): `1.21` < `1.21rc1` < `1.21.0`.
 * A malformed version comes before every well-formed one.
 */
export function compareGoVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return left === right ? 0 : left ? 1 : -1;
  for (const index of [0, 1, 2] as const) {
    const order = compareDecimal(left.numbers[index], right.numbers[index]);
    if (order !== 0) return order;
  }
  if (left.kind !== right.kind) return left.kind < right.kind ? -1 : 1;
  return compareDecimal(left.pre, right.pre);
}

/** The version in a toolchain's name: `go1.26.8` and `go1.26.8-custom` give `1.26.8`; `undefined` when it is none. */
export function versionOfToolchain(name: string): string | undefined {
  if (!name.startsWith("go")) return undefined;
  const version = name.slice(2).replace(/[-+ ].*$/s, "");
  return isGoVersion(version) ? version : undefined;
}

/** The first toolchain that speaks this version: `1.26` gives `go1.26.0`, `1.26.8` gives `go1.26.8`. */
export function firstToolchainOf(version: string): string {
  const isLanguage = /^[0-9]+\.[0-9]+$/.test(version) && compareGoVersions(version, "1.21") >= 0;
  return isLanguage ? `go${version}.0` : `go${version}`;
}

function compareDecimal(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a < b ? -1 : 1;
}
