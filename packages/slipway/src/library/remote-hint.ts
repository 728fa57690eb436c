import type { RemoteSettings } from "../scale/remote/remote-settings.ts";
import type { RemoteError, RemoteFailure } from "../scale/remote/remote.ts";

/** What to run or change where a remote cache cannot be used, by what is wrong. */
export function remoteHint(
  settings: RemoteSettings,
  { type, message }: RemoteError,
  asked: boolean,
  onlyWriting: boolean,
): string {
  const { url, bucket } = settings;
  if (!asked && /\blogin\b/.test(message))
    return `write its url without a login; docs/cache/${settings.type}.md names the variables of the credential`;
  if (!asked && /\burl\b/.test(message)) {
    const like = settings.type === "reapi" ? "grpcs://HOST:PORT, or grpc://HOST:PORT without TLS" : "https://HOST";
    return `write its url as ${like}`;
  }
  if (onlyWriting) {
    return type === "full"
      ? "make room there, or set its mode to read"
      : "give who has the signing key the right to write there, or set its mode to read";
  }
  if (settings.type === "directory") return `make it a folder that this user may read: mkdir -p "${settings.path}"`;
  if (settings.type === "github")
    return "run it through Slipway's action, which has these variables (docs/cache/github.md)";
  if (type === "unreachable" || type === "slow" || type === "cut") {
    return `is its url right, and does this machine reach it? curl -v ${url.replace(/^grpc/, "http")}`;
  }
  if (settings.type === "s3") {
    if (/NoSuchBucket/.test(message))
      return `name a bucket that is there, or: aws s3 mb s3://${bucket} --endpoint-url ${url}`;
    const variables = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN where it expires)";
    return asked ? `check ${variables}: aws s3 ls s3://${bucket} --endpoint-url ${url}` : `set ${variables}`;
  }
  if (settings.type === "turborepo") {
    return asked
      ? "check TURBO_TOKEN and the team: the server does not take them"
      : "set TURBO_TOKEN to a token of that server";
  }
  return REAPI_HINTS[type] ?? "check its url, instance and headers";
}

const REAPI_HINTS: Partial<Record<RemoteFailure, string>> = {
  refused: "check its instance, and the header that carries the credential",
  expired: "make a new credential for its headers",
};
