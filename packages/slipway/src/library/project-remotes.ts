import { readByteSize } from "../config/quantity/byte-size.ts";
import { readDuration } from "../config/quantity/duration.ts";
import type { CacheRemote } from "../config/sections/cache.ts";
import { renderTemplate } from "../config/template/render-template.ts";
import { goStringMap } from "../config/template/value/to-value.ts";
import { isPublicKey, signingKeyOf, type SigningKey } from "../platform/ed25519.ts";
import { resolve } from "../platform/path.ts";
import { GuardedRemote } from "../scale/remote/guarded.ts";
import { openRemote } from "../scale/remote/open-remote.ts";
import type { RemoteSettings } from "../scale/remote/remote-settings.ts";
import { RemoteCache } from "../scale/remote/remote-cache.ts";
import type { Project } from "./open-project.ts";

/** What of a project says where its remotes are. */
export interface RemotesProject extends Pick<Project, "root" | "env" | "host"> {
  readonly config: Pick<Project["config"], "cache">;
  readonly facts: Pick<Project["facts"], "ci">;
  readonly loaded: Pick<Project["loaded"], "positionOf">;
}

/** How a run meets its remote caches. */
export interface RemotesOptions {
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
}

/** The variable that holds the key which signs what is shared. */
const KEY_VARIABLE = "SLIPWAY_CACHE_SIGNING_KEY";

/**
 * The remote caches of a project; `undefined` where there are none, or `SLIPWAY_REMOTE_CACHE=off`. One that cannot be used
 * is a warning: nothing here fails a build.
 */
export async function projectRemotes(
  project: RemotesProject,
  options: RemotesOptions,
): Promise<RemoteCache | undefined> {
  const { cache } = project.config;
  const asked = project.env["SLIPWAY_REMOTE_CACHE"] ?? "";
  if (cache.remotes.length === 0 || asked === "off") return undefined;
  const { warn } = options;
  const key = signingKey(project, warn);
  const trusted = trustedKeys(project, key, warn);
  if (trusted.size === 0) {
    warn(
      `The remote caches are not used: no key is trusted (make one with "slipway cache key", and set cache.trusted or ${KEY_VARIABLE})`,
    );
    return undefined;
  }
  const patience = readDuration(cache.max_wait) ?? 15_000;
  const remotes: GuardedRemote[] = [];
  for (const [index, settings] of cache.remotes.entries()) {
    try {
      const remote = await openRemote(filledIn(settings, index, project), project.env);
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
  return new RemoteCache({ remotes, trusted, limit, patience, warn, ...(key === undefined ? {} : { key }) });
}

/** What a pull request makes is for itself only, unless the file says otherwise. */
function mayWrite({ mode }: CacheRemote, { facts }: RemotesProject): boolean {
  return mode === "" ? facts.ci?.pullRequest !== true : mode === "read-write";
}

function signingKey({ env }: RemotesProject, warn: (text: string) => void): SigningKey | undefined {
  const text = env[KEY_VARIABLE]?.trim();
  if (!text) return undefined;
  const key = signingKeyOf(text);
  if (key === undefined) warn(`${KEY_VARIABLE} is no key that "slipway cache key" made; nothing is shared`);
  return key;
}

function trustedKeys(project: RemotesProject, own: SigningKey | undefined, warn: (text: string) => void): Set<string> {
  const trusted = new Set(own === undefined ? [] : [own.publicKey]);
  for (const [index, template] of project.config.cache.trusted.entries()) {
    const key = render(template, ["cache", "trusted", index], project).trim();
    if (isPublicKey(key)) trusted.add(key);
    else if (key !== "") warn(`cache.trusted[${index}] is no public key that "slipway cache key" made`);
  }
  return trusted;
}

function filledIn(remote: CacheRemote, index: number, project: RemotesProject): RemoteSettings {
  const at = ["cache", "remotes", index];
  const fill = (key: "path" | "url" | "bucket" | "region" | "prefix" | "team" | "instance"): string =>
    render(remote[key], [...at, key], project);
  const headers = Object.entries(remote.headers).map(([name, value]) => [
    name,
    render(value, [...at, "headers", name], project),
  ]);
  return {
    type: remote.type || "directory",
    path: resolve(project.root, fill("path")),
    url: fill("url"),
    bucket: fill("bucket"),
    region: fill("region"),
    prefix: fill("prefix"),
    team: fill("team"),
    instance: fill("instance"),
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

function render(template: string, at: readonly (string | number)[], project: RemotesProject): string {
  const { env, host, loaded } = project;
  return renderTemplate(template, {
    fields: { Env: goStringMap(env, "context.Env") },
    host,
    where: loaded.positionOf(at),
  });
}
