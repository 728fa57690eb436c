import { SlipwayError } from "../../errors.ts";
import type { ModuleFacts } from "../facts.ts";
import { compareGoVersions, firstToolchainOf, isGoVersion, versionOfToolchain } from "../go/go-version.ts";

/** Which toolchain a release must use. */
export interface WantedToolchain {
  /** The lowest version that will do, without `go`; empty when any will. */
  readonly atLeast: string;
  /** The toolchain to get when the one on the PATH will not do: `go1.26.8`. Empty when nothing names one. */
  readonly name: string;
  /** Whether only this very version will do, since `GOTOOLCHAIN` names it. */
  readonly exactly: boolean;
  /** Whether another toolchain than the one on the PATH may be used, and how it may come. */
  readonly switching: "any" | "path" | "never";
  /** What asked for it, for messages: `the go line of go.mod`. */
  readonly because: string;
}

/**
 * What go.mod (or go.work) and `GOTOOLCHAIN` ask for, by the rules of https://go.dev/doc/toolchain.
 *
 * Only a `GOTOOLCHAIN` in the environment of the process counts. The one in Go's environment file or `GOROOT/go.env` is
 * ambient and does not: a release follows its go.mod, whatever the machine's default. `local` and `path` forbid
 * downloads, `go1.26.8` means that version and no other, `go1.26.8+auto` at least that one.
 *
 * @throws {SlipwayError} `usage` for a `GOTOOLCHAIN` that Go would not understand.
 */
export function wantedToolchain(
  module: Pick<ModuleFacts, "goVersion" | "toolchain" | "workspace"> | undefined,
  env: Readonly<Record<string, string>>,
): WantedToolchain {
  const file = module?.workspace === undefined ? "go.mod" : "go.work";
  const setting = env["GOTOOLCHAIN"] ?? "";
  const [minimum, mode] = setting === "" ? ["", "auto"] : splitSetting(setting);

  let wanted = { atLeast: minimum, because: minimum === "" ? "" : `GOTOOLCHAIN=${setting}` };
  if (mode === "") return { ...wanted, name: `go${minimum}`, exactly: true, switching: "any" };
  const line =
    module?.toolchain === undefined || module.toolchain === "default"
      ? undefined
      : versionOfToolchain(module.toolchain);
  if (mode !== "local" && line !== undefined && isHigher(line, wanted.atLeast))
    wanted = { atLeast: line, because: `the toolchain line of ${file}` };
  if (module !== undefined && isHigher(module.goVersion, wanted.atLeast))
    wanted = { atLeast: module.goVersion, because: `the go line of ${file}` };
  const switching = mode === "auto" ? "any" : mode === "path" ? "path" : "never";
  return { ...wanted, name: wanted.atLeast === "" ? "" : firstToolchainOf(wanted.atLeast), exactly: false, switching };
}

/** `go1.26.8+auto` as minimum and mode; the mode of a bare version is empty. */
function splitSetting(setting: string): [minimum: string, mode: string] {
  if (["auto", "path", "local"].includes(setting)) return ["", setting];
  const [name = "", suffix = ""] = setting.split(/\+(.*)/s);
  const version = name === "local" ? "" : versionOfToolchain(name);
  if (version === undefined || !["", "auto", "path"].includes(suffix) || (version === "" && suffix === "")) {
    throw new SlipwayError("usage", `Cannot use GOTOOLCHAIN="${setting}"`, {
      expected: '"auto", "local", "path", a name such as "go1.26.8", or a name with "+auto" or "+path"',
      actual: setting,
      hint: "unset GOTOOLCHAIN to follow go.mod",
    });
  }
  return [version, suffix];
}

function isHigher(version: string, than: string): boolean {
  return isGoVersion(version) && (than === "" || compareGoVersions(version, than) > 0);
}

/** Whether a toolchain of this version (`go1.26.8`) is what is wanted. */
export function satisfies(version: string, wanted: WantedToolchain): boolean {
  const plain = versionOfToolchain(version);
  // A development toolchain has a version that cannot be compared: it is newer than what go.mod files ask for.
  if (plain === undefined || /^1\.[0-9]+$/.test(plain))
    return (
      !wanted.exactly &&
      (plain === undefined ||
        wanted.atLeast === "" ||
        compareGoVersions(plain, wanted.atLeast) >= 0 ||
        version.includes("-"))
    );
  if (wanted.exactly) return compareGoVersions(plain, wanted.atLeast) === 0;
  return wanted.atLeast === "" || compareGoVersions(plain, wanted.atLeast) >= 0;
}
