import type { CacheRemote } from "../config/sections/cache.ts";
import { renderTemplate } from "../config/template/render-template.ts";
import { environmentValue } from "../config/template/value/environment-value.ts";
import { isPublicKey, signingKeyOf, type SigningKey } from "../platform/ed25519.ts";
import { resolve } from "../platform/path.ts";
import type { RemoteSettings } from "../scale/remote/remote-settings.ts";
import type { Project } from "./open-project.ts";

/** What of a project says where its remotes are. */
export interface RemotesProject extends Pick<Project, "root" | "env" | "host"> {
  readonly config: Pick<Project["config"], "cache">;
  readonly facts: Pick<Project["facts"], "ci">;
  readonly loaded: Pick<Project["loaded"], "positionOf">;
}

/** Told what is wrong, and with which value of the file. */
export type Warn = (text: string, at?: readonly (string | number)[]) => void;

/** The variable that holds the key which signs what is shared. */
export const KEY_VARIABLE = "SLIPWAY_CACHE_SIGNING_KEY";

/** Why remotes are not used where nobody is believed. */
export const NO_KEY = `no key is trusted (make one with "slipway cache key", and set cache.trusted or ${KEY_VARIABLE})`;

/** What a run may do with remotes at most, by `SLIPWAY_REMOTE_CACHE`. Another word is told, and nothing is used. */
export function askedUse({ env }: Pick<RemotesProject, "env">, warn: Warn): "read-write" | "read" | "off" {
  const asked = env["SLIPWAY_REMOTE_CACHE"] || "read-write";
  if (asked === "read-write" || asked === "read" || asked === "off") return asked;
  warn(`SLIPWAY_REMOTE_CACHE=${asked} is none of read-write, read, off; the remote caches are not used`);
  return "off";
}

/** What a pull request makes is for itself only, unless the file says otherwise. */
export function mayWrite({ mode }: CacheRemote, { facts }: RemotesProject): boolean {
  return mode === "" ? facts.ci?.pullRequest !== true : mode === "read-write";
}

/** The key that signs here, if there is one. */
export function signingKey({ env }: Pick<RemotesProject, "env">, warn: Warn): SigningKey | undefined {
  const text = env[KEY_VARIABLE]?.trim();
  if (!text) return undefined;
  const key = signingKeyOf(text);
  if (key === undefined) warn(`${KEY_VARIABLE} is no key that "slipway cache key" made; nothing is shared`);
  return key;
}

/** Every key whose entries count. One that cannot be known is told and does not count. */
export function trustedKeys(project: RemotesProject, own: SigningKey | undefined, warn: Warn): Set<string> {
  const trusted = new Set(own === undefined ? [] : [own.publicKey]);
  for (const [index, template] of project.config.cache.trusted.entries()) {
    const at = ["cache", "trusted", index];
    try {
      const key = render(template, at, project).trim();
      if (isPublicKey(key)) trusted.add(key);
      else if (key !== "") warn(`cache.trusted[${index}] is no public key that "slipway cache key" made`, at);
    } catch (error) {
      warn(`cache.trusted[${index}] does not count: ${(error as Error).message}`, at);
    }
  }
  return trusted;
}

/** A remote with its templates filled in. @throws SlipwayError what templates throw */
export function settingsOf(remote: CacheRemote, index: number, project: RemotesProject): RemoteSettings {
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
    fields: { Env: environmentValue(env) },
    host,
    where: loaded.positionOf(at),
  });
}
