import { sha256 } from "../../platform/hash.ts";
import { failureOf, httpRequest, type HttpAnswer } from "./http.ts";
import type { RemoteEnv, RemoteSettings } from "./remote-settings.ts";
import { RemoteError, type Remote, type RemoteKey } from "./remote.ts";

/**
 * Version 2 of the cache service of GitHub Actions. The runner gives its address and token to JavaScript actions only
 * (`ACTIONS_RESULTS_URL`, `ACTIONS_RUNTIME_TOKEN`), so it works inside of our own action.
 *
 * A repository may make 200 uploads a minute: small outputs travel inside their entry and cheap work is not kept. Objects can
 * be written once; who comes second finds that the first has done it.
 *
 * Source: actions/toolkit, packages/cache (`cacheTwirpClient`, `uploadUtils`).
 */
export function githubRemote(settings: RemoteSettings, env: RemoteEnv): Remote {
  const base = env["ACTIONS_RESULTS_URL"];
  const token = env["ACTIONS_RUNTIME_TOKEN"];
  if (!base || !token) {
    throw new RemoteError(
      "refused",
      "ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN are not set: the runner gives them to actions, not to run steps",
    );
  }
  const service = `${base.replace(/\/+$/, "")}/twirp/github.actions.results.api.v1.CacheService`;
  const keyOf = ({ space, name }: RemoteKey): string => `${settings.prefix}-${space}-${name}`;
  // Where caches differ in form, their versions do.
  const version = sha256("slipway cache object 1");

  const call = async (
    method: string,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<TwirpAnswer> => {
    const answer = await httpRequest(`${service}/${method}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
      limit: 1e6,
    });
    const said = parse(answer.bytes);
    if (answer.status === 200) return said;
    if (said.code === "already_exists") return { ok: false };
    throw failureOf(answer.status, said.msg ?? "");
  };
  const find = (key: RemoteKey, signal: AbortSignal): Promise<TwirpAnswer> =>
    call("GetCacheEntryDownloadURL", { key: keyOf(key), restore_keys: [], version }, signal);

  return {
    name: "GitHub's cache",
    maxBytes: 128 * 1024 * 1024,
    inlineBytes: 16e6,
    leastMs: 1000,
    atOnce: 8,
    async has(keys, { signal }) {
      const there = await Promise.all(keys.map(async (key) => ((await find(key, signal)).ok === true ? [key] : [])));
      return new Set(there.flat());
    },
    async get(key, { signal, limit }) {
      const { ok, signed_download_url: url, matched_key: matched } = await find(key, signal);
      // Keys match by their start; only the whole one is ours.
      if (ok !== true || !url || (matched !== undefined && matched !== keyOf(key))) return undefined;
      const answer = await httpRequest(url, { method: "GET", signal, limit: Math.max(limit, 64 * 1024) });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw storeFailure(answer);
      return answer.bytes;
    },
    async put(key, body, { signal }) {
      const made = await call("CreateCacheEntry", { key: keyOf(key), version }, signal);
      if (made.ok !== true || !made.signed_upload_url) return;
      const sent = await httpRequest(made.signed_upload_url, {
        method: "PUT",
        headers: {
          "x-ms-blob-type": "BlockBlob",
          "x-ms-version": "2021-12-02",
          "content-type": "application/octet-stream",
        },
        body,
        signal,
        limit: 64 * 1024,
      });
      if (sent.status !== 201) throw storeFailure(sent);
      const size = String(body.length);
      const done = await call("FinalizeCacheEntryUpload", { key: keyOf(key), size_bytes: size, version }, signal);
      if (done.ok !== true) throw new RemoteError("server", "it did not keep what was sent");
    },
  };
}

/** What the store of blobs behind a signed address says: an address that is too old names its expiry (Azure's `AuthenticationFailed`). */
function storeFailure({ status, bytes }: HttpAnswer): RemoteError {
  const text = new TextDecoder().decode(bytes);
  if (/expir/i.test(text)) return new RemoteError("expired", `HTTP ${status}`);
  return failureOf(status, /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? "");
}

interface TwirpAnswer {
  readonly ok?: boolean;
  readonly signed_download_url?: string;
  readonly signed_upload_url?: string;
  readonly matched_key?: string;
  readonly code?: string;
  readonly msg?: string;
}

function parse(bytes: Uint8Array): TwirpAnswer {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as TwirpAnswer;
  } catch {
    return {};
  }
}
