import { cachePrune, type PruneOptions, type PruneResult } from "../graph/store/cache-prune.ts";
import { cacheStats, type CacheStats } from "../graph/store/cache-stats.ts";
import { readUsage, type Usage } from "../graph/store/usage.ts";
import { cacheVerify, type VerifyResult } from "../graph/store/cache-verify.ts";
import { newKeyPair } from "../platform/ed25519.ts";
import { cacheFolderToRead } from "./usable-cache.ts";

/** The environment that says where the cache is (`SLIPWAY_CACHE`, `XDG_CACHE_HOME`). */
type Env = Readonly<Record<string, string | undefined>>;

/** What the cache of this user holds. @throws SlipwayError `usage` when its folder cannot be one */
export async function statsOfCache(env: Env): Promise<CacheStats & { readonly spared: Usage }> {
  const folder = cacheFolderToRead(env);
  return { ...cacheStats(folder), spared: await readUsage(folder) };
}

/** Drops what was used longest ago. */
export async function pruneCache(env: Env, options: PruneOptions = {}): Promise<PruneResult> {
  return cachePrune(cacheFolderToRead(env), options);
}

/** Reads every byte of the cache and drops what is damaged. */
export async function verifyCache(env: Env): Promise<VerifyResult> {
  return cacheVerify(cacheFolderToRead(env));
}

/** A new pair of keys for what machines share: base64 text. */
export function newCacheKey(): { readonly secretKey: string; readonly publicKey: string } {
  return newKeyPair();
}
