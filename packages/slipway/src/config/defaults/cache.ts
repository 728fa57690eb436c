import type { Raw } from "../schema/project-file.ts";
import type { CacheSection } from "../sections/cache.ts";

/** The `cache` section. */
export function cacheOf(raw: NonNullable<Raw["cache"]> = {}): CacheSection {
  return {
    trusted: raw.trusted ?? [],
    max_size: raw.max_size || "500M",
    max_wait: raw.max_wait || "15s",
    remotes: (raw.remotes ?? []).map((remote) => ({
      type: remote.type || "",
      mode: remote.mode || "",
      path: remote.path ?? "",
      url: remote.url ?? "",
      bucket: remote.bucket ?? "",
      region: remote.region ?? "",
      prefix: remote.prefix || (remote.type === "s3" || remote.type === "github" ? "slipway" : ""),
      team: remote.team ?? "",
      instance: remote.instance ?? "",
      headers: remote.headers ?? {},
      timeout: remote.timeout || "30s",
    })),
  };
}
