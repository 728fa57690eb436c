import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { spoil, type Fault, type Faults } from "./fault.ts";

/** A server that is gone when it is closed. */
export interface FakeServer {
  readonly url: string;
  /** Every object by its path. */
  readonly objects: Map<string, Uint8Array>;
  /** Requests so far, `GET /path`. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** How one protocol says things. */
export interface FakeProtocol {
  /** Whether the request may be made, else the status and text of the refusal. */
  refuse(request: IncomingMessage): { status: number; text: string } | undefined;
  /** Status and text of a fault that is told. */
  tell(fault: Fault): { status: number; text: string };
  /** Requests that are no plain GET, HEAD or PUT of an object. */
  handle?(request: IncomingMessage, body: Uint8Array, server: FakeServer): { status: number; text: string } | undefined;
  readonly created: number;
  readonly missing: string;
}

/** Starts a server of objects on a free port of the loopback. */
export async function startFake(protocol: FakeProtocol, faults: Faults = () => undefined): Promise<FakeServer> {
  const objects = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => answer(request, response, new Uint8Array(Buffer.concat(chunks))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function answer(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
    const path = new URL(request.url ?? "/", fake.url).pathname;
    asked.push(`${request.method} ${path}`);
    const say = ({ status, text }: { status: number; text: string }): void => {
      response.writeHead(status, { "content-length": Buffer.byteLength(text) });
      response.end(request.method === "HEAD" ? undefined : text);
    };
    const fault = faults(request.method === "PUT" ? "write" : "read", /blobs/.test(path) ? "blobs" : "actions");
    if (fault === "delay") return;
    if (fault === "cut" && request.method !== "GET") return void request.socket.destroy();
    if (fault === "500" || fault === "429" || fault === "expired" || (fault === "full" && request.method !== "GET"))
      return say(protocol.tell(fault));
    const refusal = protocol.refuse(request);
    if (refusal !== undefined) return say(refusal);
    const handled = protocol.handle?.(request, body, fake);
    if (handled !== undefined) return say(handled);
    if (request.method === "PUT") {
      objects.set(path, body);
      return say({ status: protocol.created, text: "" });
    }
    const bytes = objects.get(path);
    if (bytes === undefined) return say({ status: 404, text: protocol.missing });
    const given = spoil(fault, bytes, [...objects.values()]);
    response.writeHead(200, { "content-length": fault === "cut" ? bytes.length + 1 : given.length });
    if (request.method === "HEAD") response.end();
    else if (fault === "cut") response.write(given, () => request.socket.destroy());
    else response.end(given);
  }
  return fake;
}

const plain = (
  created: number,
  missing: string,
  refuse: FakeProtocol["refuse"],
  texts: Partial<Record<Fault, string>>,
): FakeProtocol => ({
  created,
  missing,
  refuse,
  tell: (fault) => ({
    status: { "500": 500, "429": 429, full: 507, expired: 403 }[fault as "500"] ?? 500,
    text: texts[fault] ?? "",
  }),
});

/** S3 without checking the signature itself, which real servers do in the extended tests. */
export const fakeS3 = plain(
  200,
  "<Error><Code>NoSuchKey</Code></Error>",
  (request) =>
    request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=planted-id/") === true
      ? undefined
      : { status: 403, text: "<Error><Code>InvalidAccessKeyId</Code></Error>" },
  {
    "429": "<Error><Code>SlowDown</Code></Error>",
    full: "<Error><Code>XMinioStorageFull</Code></Error>",
    expired: "<Error><Code>ExpiredToken</Code></Error>",
  },
);

export const fakeTurborepo = plain(
  200,
  '{"error":{"code":"not_found","message":"Artifact not found"}}',
  (request) =>
    request.headers.authorization === "Bearer planted-turbo-token"
      ? undefined
      : { status: 403, text: '{"error":{"code":"forbidden","message":"Not authorized"}}' },
  { expired: '{"error":{"code":"forbidden","message":"The token has expired"}}' },
);

/** The cache service of GitHub Actions: twirp calls, and a blob store that takes objects once. */
export function fakeGithub(): FakeProtocol {
  const CALL = /^\/twirp\/github\.actions\.results\.api\.v1\.CacheService\/(\w+)$/;
  const open = new Map<string, string>();
  const fields: Readonly<Record<string, readonly string[]>> = {
    CreateCacheEntry: ["metadata", "key", "version"],
    FinalizeCacheEntryUpload: ["metadata", "key", "size_bytes", "version"],
    GetCacheEntryDownloadURL: ["metadata", "key", "restore_keys", "version"],
  };
  return {
    ...plain(201, "<Error><Code>BlobNotFound</Code></Error>", () => undefined, {
      expired: '{"code":"unauthenticated","msg":"the token has expired"}',
      "429": '{"code":"resource_exhausted","msg":"rate limited"}',
    }),
    refuse(request) {
      if (!CALL.test(request.url ?? "")) {
        const good = request.method === "GET" || request.headers["x-ms-blob-type"] === "BlockBlob";
        return good ? undefined : { status: 400, text: "MissingRequiredHeader" };
      }
      return request.headers.authorization === "Bearer planted-runtime-token"
        ? undefined
        : { status: 401, text: '{"code":"unauthenticated","msg":"bad token"}' };
    },
    handle(request, body, { url, objects }) {
      const method = CALL.exec(request.url ?? "")?.[1];
      if (method === undefined) return undefined;
      const asked = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
      const unknown = Object.keys(asked).find((key) => !fields[method]?.includes(key));
      if (unknown !== undefined || typeof asked["key"] !== "string" || !/^[0-9a-f]{64}$/.test(String(asked["version"])))
        return { status: 400, text: JSON.stringify({ code: "malformed", msg: `unknown field ${unknown}` }) };
      const path = `/store/${asked["key"]}/${asked["version"] as string}`;
      const say = (value: object): { status: number; text: string } => ({ status: 200, text: JSON.stringify(value) });
      if (method === "CreateCacheEntry") {
        if (objects.has(path) || open.has(path))
          return { status: 409, text: '{"code":"already_exists","msg":"cache entry with the same key exists"}' };
        open.set(path, `/upload/${path.length}-${open.size}${path}`);
        return say({ ok: true, signed_upload_url: `${url}${open.get(path)}?sig=planted-signature` });
      }
      if (method === "FinalizeCacheEntryUpload") {
        const bytes = objects.get(open.get(path) ?? "");
        open.delete(path);
        if (bytes?.length !== Number(asked["size_bytes"])) return say({ ok: false, entry_id: "0" });
        objects.set(path, bytes);
        return say({ ok: true, entry_id: "7" });
      }
      if (!objects.has(path)) return say({ ok: false, signed_download_url: "", matched_key: "" });
      return say({ ok: true, signed_download_url: `${url}${path}?sig=planted-signature`, matched_key: asked["key"] });
    },
  };
}
