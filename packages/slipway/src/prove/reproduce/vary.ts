import { delimiter, join, toSlash } from "../../platform/path.ts";
import { OTHER_HOST, OTHER_USER, type HostAbilities } from "./host-abilities.ts";
import type { LeftOutVariation, VariationName } from "./variation.ts";

/** What a rebuild starts from. */
export interface VaryInput {
  readonly names: readonly VariationName[];
  readonly abilities: HostAbilities;
  /** The environment of the build. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the caches of the build are, by variable (`GOMODCACHE`, `ZIG_GLOBAL_CACHE_DIR` ...): another home must not move them. */
  readonly kept: Readonly<Record<string, string>>;
  /** A private folder for everything that the rebuild needs. */
  readonly folder: string;
  readonly umask: number;
  readonly now: number;
}

/** The surroundings of a rebuild. */
export interface Surroundings {
  /** What the command line begins with. */
  readonly through: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
  /** Milliseconds; 0 for the clock. */
  readonly now: number;
  readonly parallelism: number;
  readonly shallow: boolean;
  readonly reversed: boolean;
  readonly workspace: boolean;
  readonly clone: string;
  readonly goCache: string;
  /** Folders that must be there before. */
  readonly folders: readonly string[];
  /** Texts that stand in a leak of a variation. */
  readonly marks: readonly { readonly name: VariationName; readonly text: string }[];
  /** What was asked for and cannot be had here. */
  readonly leftOut: readonly LeftOutVariation[];
}

/** More than a year, so that the day of the week and the year differ too. */
const LATER = 400 * 86_400_000 + 7 * 3_600_000 + 13 * 60_000 + 17_000;

/** Makes the surroundings that differ in what is named and in nothing else. Pure. */
export function vary(input: VaryInput): Surroundings {
  const { abilities, folder } = input;
  const asked = new Set<VariationName>(input.names);
  const env: Record<string, string> = { ...input.env, ...input.kept };
  const through: string[] = [];
  const folders: string[] = [folder];
  const marks: { name: VariationName; text: string }[] = [];
  const leftOut: LeftOutVariation[] = [];
  const skip = (name: VariationName, reason: string): void => void leftOut.push({ name, reason });

  if (asked.has("host")) {
    if (abilities.host === undefined)
      skip("host", "this system does not let us give a process another host name; only HOSTNAME differs");
    else through.push(...abilities.host);
    env["HOSTNAME"] = OTHER_HOST;
    marks.push({ name: "host", text: OTHER_HOST });
  }
  if (asked.has("user")) {
    if (abilities.user === undefined)
      skip("user", "this system does not let us run as another user; only USER, LOGNAME and USERNAME differ");
    else through.push(...abilities.user);
    for (const name of ["USER", "LOGNAME", "USERNAME"]) env[name] = "slipway-somebody";
    marks.push({ name: "user", text: "slipway-somebody" }, { name: "user", text: `${OTHER_USER}` });
  }
  if (asked.has("processors")) {
    if (abilities.oneProcessor === undefined) skip("processors", "there is no taskset here");
    else through.push(...abilities.oneProcessor);
  }
  if (asked.has("address-layout")) {
    if (abilities.fixedAddresses === undefined) skip("address-layout", "setarch -R does not work here");
    else through.push(...abilities.fixedAddresses);
  }
  if (asked.has("home")) {
    const home = join(folder, "slipway-home");
    Object.assign(env, { HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: join(home, ".config") });
    delete env["XDG_DATA_HOME"];
    folders.push(home);
    marks.push({ name: "home", text: "slipway-home" });
  }
  if (asked.has("time-zone")) env["TZ"] = /Kiritimati/.test(env["TZ"] ?? "") ? "America/Adak" : "Pacific/Kiritimati";
  if (asked.has("locale")) varyLocale(env, abilities.locales, skip);
  if (asked.has("temporary-folder")) {
    const temporary = join(folder, "slipway-tmp");
    Object.assign(env, { TMPDIR: temporary, TMP: temporary, TEMP: temporary });
    folders.push(temporary);
    marks.push({ name: "temporary-folder", text: "slipway-tmp" });
  }
  if (asked.has("variables")) Object.assign(env, AMBIENT);
  if (asked.has("compiler-flags")) Object.assign(env, COMPILER_FLAGS);
  if (asked.has("search-path")) {
    const more = join(folder, "slipway-bin");
    env["PATH"] = [more, env["PATH"] ?? ""].join(delimiter);
    folders.push(more);
    marks.push({ name: "search-path", text: "slipway-bin" });
  }
  if (asked.has("module-cache")) varyModuleCache(env, folder);
  const isLater = asked.has("clock");
  if (isLater) varyClock(env, abilities.faketime, skip);

  return {
    through,
    env,
    umask: asked.has("umask") ? (input.umask === 0o027 ? 0o002 : 0o027) : input.umask,
    now: isLater ? input.now + LATER : input.now,
    parallelism: asked.has("parallelism") ? 1 : 0,
    shallow: asked.has("shallow"),
    reversed: asked.has("file-order"),
    workspace: asked.has("workspace"),
    clone: join(folder, ...(asked.has("directory") ? ["slipway-checkout", "deeper"] : ["checkout"])),
    goCache: join(folder, asked.has("go-cache") ? "slipway-gocache" : "gocache"),
    folders,
    marks: [...marks, ...(asked.has("directory") ? [{ name: "directory" as const, text: "slipway-checkout" }] : [])],
    leftOut,
  };
}

/** What people have in their shells and Go would read, had builds not been told to read nothing. */
const AMBIENT = {
  GOFLAGS: "-tags=slipway_elsewhere",
  GOWASM: "",
  GOEXPERIMENT: "",
  LD_LIBRARY_PATH: "/nowhere",
  BUILD_NUMBER: "4711",
  CI: "",
} as const;

/** What makes other code of every package, or of every one that comes upon C: hooks that compile compile the standard library for it. */
const COMPILER_FLAGS = {
  GOAMD64: "v2",
  GOARM64: "v8.1",
  GO386: "softfloat",
  CGO_CFLAGS: "-DSLIPWAY_ELSEWHERE=1",
  CGO_LDFLAGS: "-L/nowhere",
} as const;

/** The modules come out of the old cache, which can serve as a proxy, so that nothing is fetched again. */
function varyModuleCache(env: Record<string, string>, folder: string): void {
  const old = env["GOMODCACHE"] ?? "";
  if (old !== "")
    env["GOPROXY"] = [`file://${toSlash(old)}/cache/download`, env["GOPROXY"] ?? ""].filter(Boolean).join(",");
  env["GOMODCACHE"] = join(folder, "slipway-modcache");
}

function varyLocale(
  env: Record<string, string>,
  installed: readonly string[],
  skip: (name: VariationName, reason: string) => void,
): void {
  const now = env["LC_ALL"] || env["LANG"] || "C";
  const foreign = installed.filter((name) => !/^(?:C|POSIX)(?:\.|$)/.test(name) && name !== now);
  // Turkish has letters whose case is not that of English, which finds more.
  const other =
    foreign.find((name) => name.startsWith("tr_TR")) ?? foreign.find((name) => /utf-?8$/i.test(name)) ?? foreign[0];
  if (other === undefined)
    skip("locale", "no other locale is installed: variables differ, but programs sort and format alike");
  const name = other ?? "tr_TR.UTF-8";
  Object.assign(env, { LANG: name, LC_ALL: name, LANGUAGE: name.slice(0, 2) });
}

function varyClock(
  env: Record<string, string>,
  faketime: string | undefined,
  skip: (name: VariationName, reason: string) => void,
): void {
  if (faketime === undefined) {
    skip(
      "clock",
      "libfaketime is not here: templates see another time, hooks only a later one (apt-get install faketime)",
    );
    return;
  }
  Object.assign(env, {
    LD_PRELOAD: [faketime, env["LD_PRELOAD"] ?? ""].filter(Boolean).join(":"),
    FAKETIME: `+${Math.floor(LATER / 1000)}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    FAKETIME_DONT_RESET: "1",
    NO_FAKE_STAT: "1",
  });
}
