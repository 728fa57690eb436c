import { hmacBase64, sameSecretText } from "../../platform/hmac.ts";
import { failureOf, hasByHead, httpRequest, serverAddress, type HttpAnswer } from "./http.ts";
import type { RemoteEnv, RemoteSettings } from "./remote-settings.ts";
import { RemoteError, type Remote, type RemoteKey, type RemoteRequest } from "./remote.ts";

/** Servers keep a body in memory and refuse larger ones; 100 MiB is the usual limit. */
const LARGEST = 90e6;

/**
 * The HTTP API of Turborepo's remote cache, version 8: Vercel's and the servers that others run. `TURBO_TOKEN` is the
 * credential, `TURBO_TEAMID` or `TURBO_TEAM` the team, and with `TURBO_REMOTE_CACHE_SIGNATURE_KEY` bodies carry Turborepo's
 * own tag besides our signature.
 *
 * Source: vercel/turborepo, crates/turborepo-api-client and turborepo-cache (signature_authentication.rs).
 */
export function turborepoRemote(settings: RemoteSettings, env: RemoteEnv): Remote {
  const token = env["TURBO_TOKEN"];
  if (!token) throw new RemoteError("refused", "TURBO_TOKEN is not set");
  const base = serverAddress(settings.url);
  const team = settings.team || env["TURBO_TEAMID"] || env["TURBO_TEAM"] || "";
  const query = team === "" ? "" : `?${team.startsWith("team_") ? "teamId" : "slug"}=${encodeURIComponent(team)}`;
  const signatureKey = env["TURBO_REMOTE_CACHE_SIGNATURE_KEY"];
  const tagOf = (name: string, bytes: Uint8Array): string => hmacBase64(signatureKey!, [name, team, bytes]);

  const send = async (
    method: "GET" | "HEAD" | "PUT",
    { name }: RemoteKey,
    { signal }: RemoteRequest,
    more: { readonly body?: Uint8Array; readonly limit?: number } = {},
  ): Promise<HttpAnswer> => {
    const { body, limit = 64 * 1024 } = more;
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (body !== undefined) {
      headers["content-type"] = "application/octet-stream";
      headers["x-artifact-duration"] = "0";
      if (signatureKey) headers["x-artifact-tag"] = tagOf(name, body);
    }
    const url = `${base}/v8/artifacts/${name}${query}`;
    return httpRequest(url, { method, headers, signal, limit, ...(body ? { body } : {}) });
  };

  return {
    name: base,
    maxBytes: LARGEST,
    inlineBytes: 32 * 1024,
    leastMs: 20,
    atOnce: 8,
    has: (keys, request) => hasByHead(keys, (key) => send("HEAD", key, request)),
    async get(key, { signal, limit }) {
      const answer = await send("GET", key, { signal }, { limit: Math.max(limit, 64 * 1024) });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw turboFailure(answer);
      const tag = answer.headers.get("x-artifact-tag");
      if (signatureKey && tag !== null && !sameSecretText(tag, tagOf(key.name, answer.bytes))) {
        throw new RemoteError("damaged", "its tag is not that of the bytes");
      }
      return answer.bytes;
    },
    async put(key, body, request) {
      const answer = await send("PUT", key, request, { body });
      if (answer.status < 200 || answer.status > 299) throw turboFailure(answer);
    },
  };
}

function turboFailure({ status, bytes }: HttpAnswer): RemoteError {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  const said = [...text.matchAll(/"(?:code|message)"\s*:\s*"([^"]*)"/g)].map(([, value]) => value).join(": ");
  if (/over_limit|paused|remote_caching_disabled/.test(said)) return new RemoteError("full", `HTTP ${status}: ${said}`);
  return failureOf(status, said);
}
