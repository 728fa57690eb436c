import { RemoteError, type RemoteFailure, type RemoteKey } from "./remote.ts";

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly signal: AbortSignal;
  /** Bytes of the answer that are read at most. */
  readonly limit: number;
}

/** Its answer, read to the end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** What is wrong, by the system's error code under fetch's. */
const BY_CODE: Readonly<Record<string, RemoteFailure>> = {
  ECONNREFUSED: "unreachable",
  ENOTFOUND: "unreachable",
  EAI_AGAIN: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  UND_ERR_CONNECT_TIMEOUT: "unreachable",
  UND_ERR_HEADERS_TIMEOUT: "slow",
  UND_ERR_BODY_TIMEOUT: "slow",
};

/**
 * The address of a server as paths are put behind it.
 *
 * @throws RemoteError `refused` for what is none, and for one with a login: it would stand in every message
 */
export function serverAddress(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new RemoteError("refused", "its url must be https://HOST or http://HOST");
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw new RemoteError("refused", "its url must not hold a login: credentials come from the environment");
  }
  return url.replace(/\/+$/, "");
}

/**
 * Sends a request and reads the whole answer, whatever its status.
 *
 * @throws RemoteError when there is no whole answer, or too long a one
 */
export async function httpRequest(url: string, request: HttpRequest): Promise<HttpAnswer> {
  const { method, headers = {}, body, signal, limit } = request;
  try {
    const response = await fetch(url, {
      method,
      // A server that packs its answer anew would change what we count and check.
      headers: headersOf({ ...headers, "user-agent": "slipway", "accept-encoding": "identity" }),
      // Credentials are for this server and no other.
      redirect: "manual",
      signal,
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    });
    return { status: response.status, headers: response.headers, bytes: await readBody(response, limit) };
  } catch (error) {
    if (error instanceof RemoteError || signal.aborted) throw error;
    throw asRemoteError(error);
  }
}

/** What a status that is none of the expected ones means; `why` is what the server said. */
export function failureOf(status: number, why = ""): RemoteError {
  const text = `HTTP ${status}${why === "" ? "" : `: ${why.slice(0, 200)}`}`;
  if (/expired/i.test(why)) return new RemoteError("expired", text);
  if (status === 401 || status === 403) return new RemoteError("refused", text);
  if (status === 413) return new RemoteError("too-large", text);
  if (status === 429) return new RemoteError("busy", text);
  if (status === 507) return new RemoteError("full", text);
  if (status >= 500) return new RemoteError("server", text);
  return new RemoteError("refused", text);
}

/** Which objects a server has, each asked for by its own HEAD. */
export async function hasByHead(
  keys: readonly RemoteKey[],
  head: (key: RemoteKey) => Promise<HttpAnswer>,
): Promise<ReadonlySet<RemoteKey>> {
  const there = await Promise.all(
    keys.map(async (key) => {
      const { status } = await head(key);
      // HEAD gives no reason; the write that follows a refusal gets one.
      if (![200, 401, 403, 404].includes(status)) throw failureOf(status);
      return status === 200 ? [key] : [];
    }),
  );
  return new Set(there.flat());
}

/** Not left to `fetch`, whose error would show the value. */
function headersOf(headers: Readonly<Record<string, string>>): Headers {
  try {
    return new Headers(headers);
  } catch {
    throw new RemoteError("refused", "the credential holds characters that no header may have");
  }
}

async function readBody(response: Response, limit: number): Promise<Uint8Array> {
  const promised = Number(response.headers.get("content-length") ?? "0");
  if (promised > limit && response.status === 200 && response.body !== null) {
    await response.body.cancel();
    throw new RemoteError("too-large", `${promised} bytes in place of at most ${limit}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) throw new RemoteError("too-large", `more than ${limit} bytes`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function asRemoteError(error: unknown): RemoteError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: string }).code ?? "";
  const message = code === "" ? (cause instanceof Error ? cause.message : String(cause)) : code;
  return new RemoteError(BY_CODE[code] ?? "cut", message, { cause: error });
}
