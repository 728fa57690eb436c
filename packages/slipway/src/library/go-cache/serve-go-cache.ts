import { SlipwayError } from "../../errors.ts";
import { hostNames } from "../../platform/host/host-names.ts";
import { readTextNow } from "../../platform/file/walk.ts";
import { dirname, isAbsolute, join } from "../../platform/path.ts";
import type { RemoteCache } from "../../scale/remote/remote-cache.ts";
import { packsKey, SharedPacks } from "../../scale/cache-prog/shared-packs.ts";
import { serveProg } from "../../scale/cache-prog/serve-prog.ts";
import { GoCache, goCacheFolder } from "../../source/go/go-cache.ts";
import { trimOfGoCache } from "../../source/go/trim-go-cache.ts";
import { goHost } from "../../source/host.ts";
import type { GoCacheRemotesOptions } from "./go-cache-remotes.ts";

/** How a go command is served. */
export interface ServeGoCacheOptions extends GoCacheRemotesOptions {
  /** The environment that cmd/go gives to its helper, in which all of Go's own variables are set. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard input and output: cmd/go speaks on the one and reads the other, so nothing else may be written there. */
  readonly input: AsyncIterable<Uint8Array>;
  readonly write: (text: string) => void;
}

/**
 * Serves a go command that runs with `GOCACHEPROG`: results are kept where Go itself keeps them, and what is not there is
 * looked for in the remote caches of the project. Remotes and the project file are only looked at when something is missing.
 *
 * @returns what is left to do, if anything, when Go has stopped waiting
 * @throws SlipwayError `usage` where there is no folder to keep anything in
 */
export async function serveGoCache(options: ServeGoCacheOptions): Promise<(() => void) | undefined> {
  const { env, dir, input, write, warn } = options;
  const { os, arch } = hostNames();
  const folder = goCacheFolder(env, goHost(os, arch).os);
  if (folder === undefined || !isAbsolute(folder)) {
    throw new SlipwayError("usage", "There is no folder for what Go compiles", {
      expected: "GOCACHE with an absolute path",
      actual: env["GOCACHE"] ?? "nothing",
      hint: 'let Go start this: GOCACHEPROG="slipway cache prog" go build ./...',
    });
  }
  const cache = new GoCache(folder);
  const open = async (): Promise<RemoteCache | undefined> => {
    const { goCacheRemotes } = await import("./go-cache-remotes.ts");
    return goCacheRemotes(options);
  };
  const shared = new SharedPacks({ cache, key: packsKey(env, moduleOf(dir)), open, warn });
  await serveProg({ cache, input, write, warn, ...(env["SLIPWAY_REMOTE_CACHE"] === "off" ? {} : { shared }) });
  if (shared.helped.length > 0) {
    const { noteHelp } = await import("./note-help.ts");
    await noteHelp(env, shared.helped);
  }
  // Go trims its cache by itself only where nobody serves it.
  return trimOfGoCache(folder);
}

/** The path of the module that a folder belongs to. */
function moduleOf(dir: string): string {
  for (let at = dir; ; at = dirname(at)) {
    const text = readTextNow(join(at, "go.mod"));
    if (text !== undefined) return /^\s*module\s+("[^"\n]+"|\S+)/m.exec(text)?.[1]?.replaceAll('"', "") ?? "";
    if (dirname(at) === at) return "";
  }
}
