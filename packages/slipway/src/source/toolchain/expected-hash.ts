import { SlipwayError } from "../../errors.ts";
import { downloadBytes, DownloadError } from "../../platform/download.ts";
import { checksumDatabase, lookupHash, LookupError } from "../checksum-db/lookup.ts";
import type { ChecksumDatabase } from "../checksum-db/lookup.ts";
import type { GoVariables } from "../go/go-variable.ts";
import { goVariable } from "../go/go-variable.ts";
import type { Proxy } from "./proxy-list.ts";
import { attemptFetch, tryProxies } from "./proxy-list.ts";

/** How the checksum database is reached. */
export interface ExpectedHashOptions {
  readonly variables: GoVariables;
  readonly proxies: readonly Proxy[];
  readonly idle?: number;
  readonly signal?: AbortSignal;
}

/** Answers are a few kilobytes; a tile is 8 KiB. */
const MAX_ANSWER = 1 << 20;

/**
 * The hash that the toolchain module must have, by the rules of cmd/go (`modfetch/sumdb.go`, `useSumDB`): the checksum
 * database is asked whatever `GOSUMDB=off` or `GONOSUMDB` say, except when `GOPROXY` is a single `file:` address; then these
 * settings count and the result may be `undefined`.
 *
 * @throws {SlipwayError} `toolchain-not-trusted` when no trustworthy hash can be had.
 */
export async function expectedHash(
  module: string,
  version: string,
  options: ExpectedHashOptions,
): Promise<{ readonly hash: string; readonly database: string } | undefined> {
  const { variables, proxies } = options;
  const setting = goVariable(variables, "GOSUMDB") ?? "";
  const database = checksumDatabase(setting);
  const [only, ...others] = proxies;
  if (only !== undefined && others.length === 0 && only.url.startsWith("file:")) {
    const excepted = goVariable(variables, "GONOSUMDB") ?? goVariable(variables, "GOPRIVATE") ?? "";
    if (database === undefined || matchesPatterns(excepted, module)) return undefined;
  }
  if (database === undefined) {
    throw new SlipwayError("toolchain-not-trusted", `Cannot check ${module} ${version}: GOSUMDB is off`, {
      expected: "a checksum database, since a toolchain is never used unchecked",
      hint: "unset GOSUMDB for this run, or install Go and put its bin folder on the PATH",
    });
  }
  const base = await baseOf(database, options);
  try {
    const hash = await lookupHash(module, version, database.key, async (path) => {
      const { status, bytes } = await downloadBytes(`${base}/${path}`, { ...patience(options), limit: MAX_ANSWER });
      if (status === 200) return bytes;
      if (status === 404 || status === 410) return undefined;
      throw new LookupError(`${database.key.name} answered ${status}`);
    });
    return { hash, database: database.key.name };
  } catch (error) {
    if (!(error instanceof LookupError) && !(error instanceof DownloadError)) throw error;
    throw new SlipwayError("toolchain-not-trusted", `Cannot check ${module} ${version}: ${error.message}`, {
      hint: "try again with a working network, or install Go and put its bin folder on the PATH",
      cause: error,
    });
  }
}

/** Through the first proxy that passes the database on, else at the database's own name. */
async function baseOf(database: ChecksumDatabase, options: ExpectedHashOptions): Promise<string> {
  if (database.url !== undefined) return database.url.replace(/\/+$/, "");
  const { name } = database.key;
  const outcome = await tryProxies(options.proxies, (url) =>
    attemptFetch(`${url}/sumdb/${name}/supported`, options.signal, async (address) => {
      const { status } = await downloadBytes(address, { ...patience(options), limit: MAX_ANSWER });
      return { status, value: true };
    }),
  );
  if ("found" in outcome) return `${outcome.proxy}/sumdb/${name}`;
  if (outcome.allMissing) return `https://${name}`;
  throw new SlipwayError(
    "toolchain-not-trusted",
    `Cannot reach the checksum database ${name}: ${outcome.reasons.join("; ")}`,
    {
      hint: "try again with a working network, or install Go and put its bin folder on the PATH",
    },
  );
}

function patience(options: ExpectedHashOptions): { readonly idle?: number; readonly signal?: AbortSignal } {
  return {
    ...(options.idle === undefined ? {} : { idle: options.idle }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

/** Go's `module.MatchPrefixPatterns`: patterns of path elements, matched against the module path's beginning. */
function matchesPatterns(patterns: string, module: string): boolean {
  return patterns.split(",").some((pattern) => {
    const elements = pattern.trim().replace(/\/$/, "").split("/");
    const parts = module.split("/").slice(0, elements.length);
    if (pattern.trim() === "" || parts.length < elements.length) return false;
    return elements.every((element, at) => {
      const source = element
        .replace(/[.+^${}()|\\]/g, "\\$&")
        .replaceAll("*", "[^/]*")
        .replaceAll("?", "[^/]");
      return new RegExp(`^${source}$`).test(parts[at] ?? "");
    });
  });
}
