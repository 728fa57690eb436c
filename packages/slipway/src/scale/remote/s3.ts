import { AwsV4Signer } from "aws4fetch";
import { sha256 } from "../../platform/hash.ts";
import { failureOf, hasByHead, httpRequest, serverAddress, type HttpAnswer } from "./http.ts";
import type { RemoteEnv, RemoteSettings } from "./remote-settings.ts";
import { pathOf, RemoteError, type Remote, type RemoteKey, type RemoteRequest } from "./remote.ts";

/** What is wrong, by the `Code` of S3's error answers. */
const BY_CODE = {
  ExpiredToken: "expired",
  TokenRefreshRequired: "expired",
  SlowDown: "busy",
  XMinioStorageFull: "full",
  QuotaExceeded: "full",
  EntityTooLarge: "too-large",
} as const;

/**
 * Storage that speaks S3, addressed by path: AWS, MinIO, Cloudflare R2, Ceph, Garage. Requests are signed (Signature
 * Version 4) with the credentials of `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
 */
export function s3Remote(settings: RemoteSettings, env: RemoteEnv): Remote {
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  if (!accessKeyId || !secretAccessKey) {
    throw new RemoteError("refused", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
  }
  const sessionToken = env["AWS_SESSION_TOKEN"];
  const region = settings.region || env["AWS_REGION"] || env["AWS_DEFAULT_REGION"] || "us-east-1";
  const base = serverAddress(settings.url);
  const prefix = settings.prefix === "" ? "" : `${settings.prefix.replace(/^\/+|\/+$/g, "")}/`;

  const send = async (
    method: "GET" | "HEAD" | "PUT",
    key: RemoteKey,
    { signal }: RemoteRequest,
    more: { readonly body?: Uint8Array; readonly limit?: number } = {},
  ): Promise<HttpAnswer> => {
    const { body, limit = 64 * 1024 } = more;
    const signed = await new AwsV4Signer({
      method,
      url: `${base}/${settings.bucket}/${prefix}${pathOf(key)}`,
      service: "s3",
      region,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken ? { sessionToken } : {}),
      headers: { "x-amz-content-sha256": sha256(body ?? "") },
    }).sign();
    const headers = Object.fromEntries(signed.headers);
    return httpRequest(String(signed.url), { method, headers, signal, limit, ...(body ? { body } : {}) });
  };

  return {
    name: `${base}/${settings.bucket}`,
    maxBytes: 5e9,
    inlineBytes: 32 * 1024,
    leastMs: 20,
    atOnce: 8,
    has: (keys, request) => hasByHead(keys, (key) => send("HEAD", key, request)),
    async get(key, { signal, limit }) {
      const answer = await send("GET", key, { signal }, { limit: Math.max(limit, 64 * 1024) });
      if (answer.status === 200) return answer.bytes;
      if (answer.status === 404 && codeOf(answer) !== "NoSuchBucket") return undefined;
      throw s3Failure(answer);
    },
    async put(key, body, request) {
      const answer = await send("PUT", key, request, { body });
      if (answer.status !== 200) throw s3Failure(answer);
    },
  };
}

function codeOf({ bytes }: HttpAnswer): string {
  return /<Code>(\w+)<\/Code>/.exec(new TextDecoder().decode(bytes.subarray(0, 4096)))?.[1] ?? "";
}

function s3Failure(answer: HttpAnswer): RemoteError {
  const code = codeOf(answer);
  const type = (BY_CODE as Readonly<Record<string, (typeof BY_CODE)[keyof typeof BY_CODE]>>)[code];
  return type === undefined ? failureOf(answer.status, code) : new RemoteError(type, `HTTP ${answer.status}: ${code}`);
}
