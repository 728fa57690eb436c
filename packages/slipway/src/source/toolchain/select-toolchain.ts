import { SlipwayError } from "../../errors.ts";
import { join } from "../../platform/path.ts";
import { pathType } from "../../platform/file/walk.ts";
import type { GoToolchain, ModuleFacts } from "../facts.ts";
import { goVariable } from "../go/go-variable.ts";
import type { GoVariables } from "../go/go-variable.ts";
import { pathToolchain, toolchainAt } from "../go/path-toolchain.ts";
import { touch } from "../../platform/file/files.ts";
import { toolchainFolder } from "./toolchain-folder.ts";
import type { WantedToolchain } from "./wanted-toolchain.ts";
import { satisfies, wantedToolchain } from "./wanted-toolchain.ts";

/** Where a toolchain may come from. */
export interface SelectOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly host: { readonly os: string; readonly arch: string };
  readonly module?: Pick<ModuleFacts, "goVersion" | "toolchain" | "workspace">;
  /** Values of Go's environment file. */
  readonly goEnv: Readonly<Record<string, string>>;
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
  /** Told before something is downloaded. */
  readonly onMessage?: (text: string) => void;
}

/**
 * The toolchain to build with: the one on the PATH when it will do, else one that was downloaded before (by Go itself
 * into its module cache, by Go's `golang.org/dl` wrappers, by us), else the toolchain module from the Go module proxy.
 *
 * @throws {SlipwayError} `go-missing` or `go-too-old` naming the ways to get one, `toolchain-unavailable` when no proxy has
 *   it, `toolchain-not-trusted` when what came is not what the checksum database knows.
 */
export async function selectToolchain(options: SelectOptions): Promise<GoToolchain> {
  const { env, host } = options;
  const wanted = wantedToolchain(options.module, env);
  const found = await pathToolchain(env, host.os);
  if (found !== undefined && satisfies(found.version, wanted)) return found;
  if (wanted.switching === "never" || wanted.name === "") throw unavailable(found, wanted, env);

  const variables: GoVariables = { env, goEnv: options.goEnv, ...(found === undefined ? {} : { root: found.root }) };
  const here = alreadyHere(wanted, variables, options);
  if (here !== undefined) return here;
  if (wanted.switching === "path" || !goVariable(variables, "GOPROXY")) throw unavailable(found, wanted, env);
  const { downloadToolchain } = await import("./download-toolchain.ts");
  return downloadToolchain(wanted.name, { ...options, variables });
}

/** A toolchain of the wanted name that some earlier download left on this machine. */
function alreadyHere(wanted: WantedToolchain, variables: GoVariables, options: SelectOptions): GoToolchain | undefined {
  const { os, arch } = options.host;
  const places: [root: string, from: GoToolchain["from"], proof?: string][] = [];
  const home = options.env["HOME"] ?? options.env["USERPROFILE"];
  if (home) places.push([join(home, "sdk", wanted.name), "path", join(home, "sdk", wanted.name, ".unpacked-success")]);
  const cache = moduleCache(variables, home);
  const version = `v0.0.1-${wanted.name}.${os}-${arch}`;
  if (cache !== undefined) {
    // Go writes the .ziphash only after the archive was checked against the checksum database.
    const hash = join(cache, "cache", "download", "golang.org", "toolchain", "@v", `${version}.ziphash`);
    places.push([join(cache, "golang.org", `toolchain@${version}`), "module cache", hash]);
  }
  const own = toolchainFolder(options.cacheFolder, wanted.name, options.host);
  places.push([own, "module proxy", `${own}.ok`]);
  for (const [root, from, proof] of places) {
    if (proof !== undefined && pathType(proof) !== "file") continue;
    const toolchain = toolchainAt(root, from);
    if (toolchain?.version !== wanted.name) continue;
    // What was not used for long is dropped from our cache.
    if (root === own) touch(`${own}.ok`).catch(() => undefined);
    return toolchain;
  }
  return undefined;
}

function moduleCache(variables: GoVariables, home: string | undefined): string | undefined {
  const asked = goVariable(variables, "GOMODCACHE");
  if (asked) return asked;
  const path = goVariable(variables, "GOPATH")?.split(/[:;]/)[0] || (home ? join(home, "go") : undefined);
  return path === undefined ? undefined : join(path, "pkg", "mod");
}

function unavailable(
  found: GoToolchain | undefined,
  wanted: WantedToolchain,
  env: Readonly<Record<string, string>>,
): SlipwayError {
  const version = wanted.name === "" ? "Go" : wanted.name;
  const forbidden =
    wanted.switching === "any"
      ? undefined
      : `unset GOTOOLCHAIN, which is "${env["GOTOOLCHAIN"] ?? ""}" and forbids to download one`;
  const ways = [
    `install ${version} and put its bin folder on the PATH`,
    forbidden ?? "set GOPROXY to a Go module proxy, from which Slipway then takes the toolchain by itself",
  ].join(", or ");
  if (found === undefined) {
    return new SlipwayError("go-missing", "There is no go command on the PATH", {
      ...(wanted.because === "" ? {} : { expected: `${version} or newer, as ${wanted.because} asks` }),
      actual: `PATH is "${env["PATH"] ?? env["Path"] ?? ""}"`,
      hint: ways,
    });
  }
  return new SlipwayError(
    "go-too-old",
    `The go command on the PATH is ${found.version}, but ${wanted.because} asks for ${version}`,
    {
      expected: wanted.exactly ? version : `${version} or newer`,
      actual: `${found.version} at "${found.root}"`,
      hint: ways,
    },
  );
}
