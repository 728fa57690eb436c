import { homedir } from "node:os";
import { posix, win32 } from "node:path";
import { SlipwayError } from "../../errors.ts";

/** What decides where the cache is; the arguments exist so that one host can answer for another. */
export interface CacheFolderHost {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/**
 * The folder of Slipway's cache: `SLIPWAY_CACHE`, else the host's place for caches: `$XDG_CACHE_HOME/slipway` or
 * `~/.cache/slipway`, `~/Library/Caches/slipway` on macOS, `%LocalAppData%\slipway\cache` on Windows.
 *
 * @throws SlipwayError `usage` when `SLIPWAY_CACHE` is relative, or when there is no home folder to derive one from.
 */
export function cacheFolder(host: CacheFolderHost = {}): string {
  const env = host.env ?? process.env;
  const platform = host.platform ?? process.platform;
  const path = platform === "win32" ? win32 : posix;
  const asked = env["SLIPWAY_CACHE"];
  if (asked) {
    if (path.isAbsolute(asked)) return path.normalize(asked);
    throw new SlipwayError("usage", `Cannot use SLIPWAY_CACHE: "${asked}" is a relative path`, {
      expected: "an absolute path",
      actual: asked,
      hint: "set SLIPWAY_CACHE to an absolute path or unset it",
    });
  }
  const home = host.home ?? homedir();
  if (platform === "win32") {
    const local = env["LocalAppData"] ?? env["LOCALAPPDATA"] ?? (home && path.join(home, "AppData", "Local"));
    if (local) return path.join(local, "slipway", "cache");
  } else if (platform === "darwin") {
    if (home) return path.join(home, "Library", "Caches", "slipway");
  } else {
    // The XDG base directory specification: relative paths in these variables are invalid and to be ignored.
    const xdg = env["XDG_CACHE_HOME"];
    if (xdg && path.isAbsolute(xdg)) return path.join(xdg, "slipway");
    if (home) return path.join(home, ".cache", "slipway");
  }
  throw new SlipwayError("usage", "Cannot find a folder for the cache: there is no home folder", {
    hint: "set SLIPWAY_CACHE to an absolute path",
  });
}
