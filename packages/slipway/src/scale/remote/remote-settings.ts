import type { CacheRemote, CacheRemoteType } from "../../config/sections/cache.ts";

/** One remote of the config with its templates filled in and `path` absolute. What guards it, mode and timeout, is not the back end's affair. */
export interface RemoteSettings extends Omit<CacheRemote, "type" | "mode" | "timeout"> {
  readonly type: CacheRemoteType;
}

/** Where credentials come from. */
export type RemoteEnv = Readonly<Record<string, string | undefined>>;
