import { readByteSize } from "../config/quantity/byte-size.ts";
import { readDuration } from "../config/quantity/duration.ts";
import { GuardedRemote } from "../scale/remote/guarded.ts";
import { openRemote } from "../scale/remote/open-remote.ts";
import { RemoteCache } from "../scale/remote/remote-cache.ts";
import {
  askedUse,
  mayWrite,
  NO_KEY,
  settingsOf,
  signingKey,
  trustedKeys,
  type RemotesProject,
} from "./remotes-of-project.ts";

/** How a run meets its remote caches. */
export interface RemotesOptions {
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
}

/**
 * The remote caches of a project; `undefined` where there are none, or `SLIPWAY_REMOTE_CACHE=off`. One that cannot be used
 * is a warning: nothing here fails a build.
 */
export async function projectRemotes(
  project: RemotesProject,
  options: RemotesOptions,
): Promise<RemoteCache | undefined> {
  const { cache } = project.config;
  const { warn } = options;
  if (cache.remotes.length === 0) return undefined;
  const asked = askedUse(project, warn);
  if (asked === "off") return undefined;
  const key = signingKey(project, warn);
  const trusted = trustedKeys(project, key, warn);
  if (trusted.size === 0) {
    warn(`The remote caches are not used: ${NO_KEY}`);
    return undefined;
  }
  const patience = readDuration(cache.max_wait) ?? 15_000;
  const remotes: GuardedRemote[] = [];
  for (const [index, settings] of cache.remotes.entries()) {
    try {
      const remote = await openRemote(settingsOf(settings, index, project), project.env);
      const write = key !== undefined && asked !== "read" && mayWrite(settings, project);
      const timeout = readDuration(settings.timeout) ?? 30_000;
      remotes.push(
        new GuardedRemote(remote, {
          ...options,
          read: true,
          write,
          timeout,
          patience: patience / cache.remotes.length,
        }),
      );
    } catch (error) {
      warn(`cache.remotes[${index}] (${settings.type}) is not used: ${(error as Error).message}`);
    }
  }
  const limit = readByteSize(cache.max_size) ?? 500e6;
  const shared = new RemoteCache({ remotes, trusted, limit, patience, warn, ...(key === undefined ? {} : { key }) });
  void shared.look();
  return shared;
}
