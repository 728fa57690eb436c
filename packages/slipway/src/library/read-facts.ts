import { SlipwayError } from "../errors.ts";
import { cacheFolder } from "../platform/host/cache-folder.ts";
import { hostNames } from "../platform/host/host-names.ts";
import { variableName } from "../platform/host/variable-name.ts";
import { resolve } from "../platform/path.ts";
import { pathType, realPath } from "../platform/file/walk.ts";
import type { Facts } from "../source/facts.ts";
import { gatherFacts, type GatherOptions } from "../source/gather-facts.ts";
import { goHost } from "../source/host.ts";
import { refuseUnusableCache } from "./usable-cache.ts";

/** What reading facts takes from its caller. */
export interface FactsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch; default the clock. */
  readonly now?: number;
  /** Told before something is downloaded. */
  readonly onMessage?: (text: string) => void;
}

/** What of the project file decides which facts there are. */
export type FactsRules = Pick<
  GatherOptions,
  "tags" | "buildTags" | "ours" | "needsGo" | "moduleDir" | "buildDirs" | "gowork"
>;

/** The folder of a project with symbolic links resolved: Go and git speak of such paths, and others would make one file two. */
export function projectRoot(dir: string): string {
  const root = resolve(dir);
  if (pathType(root) !== "folder") {
    throw new SlipwayError("usage", `There is no folder "${dir}"`, {
      hint: "name the project's folder with -C",
    });
  }
  return realPath(root) ?? root;
}

/** Reads the facts of a folder on this machine, now. @throws SlipwayError what `refuseUnusableCache` throws, and more */
export async function readFacts(dir: string, options: FactsOptions, rules: FactsRules = {}): Promise<Facts> {
  const env = definedOnly(options.env);
  const root = projectRoot(dir);
  await refuseUnusableCache(env);
  const { os, arch, endianness } = hostNames();
  return gatherFacts(root, {
    ...rules,
    env,
    host: goHost(os, arch, endianness),
    now: options.now ?? Date.now(),
    cacheFolder: cacheFolder({ env }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onMessage === undefined ? {} : { onMessage: options.onMessage }),
  });
}

/** An environment without the names that have no value, and with those of `variableName`. */
export function definedOnly(
  env: Readonly<Record<string, string | undefined>>,
  windows?: boolean,
): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    const known = variableName(name, windows);
    if (value !== undefined && (known === name || env[known] === undefined)) defined[known] = value;
  }
  return defined;
}
