import * as grpc from "@grpc/grpc-js";
import { fromJSON, type MessageTypeDefinition } from "@grpc/proto-loader";
import { sha256 } from "../../platform/hash.ts";
import type { RemoteSettings } from "./remote-settings.ts";
import { REAPI } from "./reapi-protocol.ts";
import { RemoteError, type Remote, type RemoteKey, type RemoteRead, type RemoteRequest } from "./remote.ts";

/** A blob: its hex SHA-256 and bytes. */
export interface Digest {
  readonly hash: string;
  readonly sizeBytes: number;
}

/** A call with one message each way. */
type Unary = (
  asked: object,
  metadata: grpc.Metadata,
  options: grpc.CallOptions,
  done: (error: grpc.ServiceError | null, answer: never) => void,
) => grpc.ClientUnaryCall;

/** Messages hold 4 MB; larger blobs are streamed. */
const BATCH = 2_000_000;
const CHUNK = 1_000_000;

/**
 * A cache that speaks Bazel's Remote Execution API, version 2: bazel-remote, Buildbarn, BuildBuddy, NativeLink, BuildGrid. Blobs
 * are its blobs; an entry is a blob too, found by the result of an action that is made of the key and never runs.
 */
export function reapiRemote(settings: RemoteSettings): Remote {
  const { address, credentials } = addressOf(settings.url);
  const definition = fromJSON(REAPI as Parameters<typeof fromJSON>[0], { longs: Number, defaults: true });
  const types = grpc.loadPackageDefinition(definition) as unknown as ReapiServices;
  const v2 = types.build.bazel.remote.execution.v2;
  const options = { "grpc.max_receive_message_length": 8 << 20, "grpc.enable_retries": 0 };
  const cas = new v2.ContentAddressableStorage(address, credentials, options);
  const actions = new v2.ActionCache(address, credentials, options);
  const streams = new types.google.bytestream.ByteStream(address, credentials, options) as unknown as ByteStreamClient;
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(settings.headers)) setHeader(metadata, name, value);
  const instanceName = settings.instance;
  const resource = instanceName === "" ? "" : `${instanceName}/`;

  function call<T>(client: grpc.Client, method: string, asked: object, { signal }: RemoteRequest): Promise<T> {
    return new Promise((resolve, reject) => {
      const unary = (client as unknown as Record<string, Unary>)[method]!.bind(client);
      const running = unary({ instanceName, ...asked }, metadata, {}, (error, answer) => {
        if (error === null) resolve(answer);
        else reject(asRemoteError(error));
      });
      signal.addEventListener("abort", () => running.cancel(), { once: true });
    });
  }

  /** The digest of an action that stands for a key, with the blobs that it is made of. */
  function actionOf(key: RemoteKey): { readonly digest: Digest; readonly blobs: readonly Uint8Array[] } {
    const encode = (type: string, value: object): Uint8Array => {
      const { serialize } = definition[`build.bazel.remote.execution.v2.${type}`] as MessageTypeDefinition<
        object,
        object
      >;
      return plain(serialize(value));
    };
    const command = encode("Command", { arguments: ["slipway-cache", key.name] });
    const directory = new Uint8Array();
    const action = encode("Action", { commandDigest: digestOf(command), inputRootDigest: digestOf(directory) });
    return { digest: digestOf(action), blobs: [command, directory, action] };
  }

  async function missing(digests: readonly Digest[], request: RemoteRequest): Promise<ReadonlySet<string>> {
    const asked = { blobDigests: digests };
    const answer = await call<{ missingBlobDigests: Digest[] }>(cas, "FindMissingBlobs", asked, request);
    return new Set(answer.missingBlobDigests.map(({ hash }) => hash));
  }

  async function upload(blobs: readonly Uint8Array[], request: RemoteRequest): Promise<void> {
    const small = blobs.filter(({ length }) => length <= BATCH);
    for (const blob of blobs) if (blob.length > BATCH) await write(blob, request);
    if (small.length === 0) return;
    const requests = small.map((data) => ({ digest: digestOf(data), data }));
    const { responses } = await call<{ responses: { status: Status | null }[] }>(
      cas,
      "BatchUpdateBlobs",
      { requests },
      request,
    );
    for (const { status } of responses) if (status !== null && status.code !== 0) throw statusError(status);
  }

  function write(blob: Uint8Array, { signal }: RemoteRequest): Promise<void> {
    const { hash, sizeBytes } = digestOf(blob);
    const resourceName = `${resource}uploads/${crypto.randomUUID()}/blobs/${hash}/${sizeBytes}`;
    return new Promise((resolve, reject) => {
      const stream = streams.Write(metadata, {}, (error) => {
        if (error === null) resolve();
        else reject(asRemoteError(error));
      });
      signal.addEventListener("abort", () => stream.cancel(), { once: true });
      // The answer tells what went wrong; a server may end early when it has the blob already.
      stream.on("error", () => undefined);
      let at = 0;
      const next = (): void => {
        while (at < blob.length) {
          const data = blob.subarray(at, at + CHUNK);
          const message = {
            resourceName: at === 0 ? resourceName : "",
            writeOffset: at,
            finishWrite: at + data.length === blob.length,
            data,
          };
          at += data.length;
          if (!stream.write(message) && at < blob.length) {
            stream.once("drain", next);
            return;
          }
        }
        stream.end();
      };
      next();
    });
  }

  async function read({ hash, sizeBytes }: Digest, { signal, limit }: RemoteRead): Promise<Uint8Array | undefined> {
    if (sizeBytes > limit) throw new RemoteError("too-large", `${sizeBytes} bytes in place of at most ${limit}`);
    if (sizeBytes <= BATCH) {
      const asked = { digests: [{ hash, sizeBytes }] };
      const answer = await call<{ responses: { data: Uint8Array; status: Status | null }[] }>(
        cas,
        "BatchReadBlobs",
        asked,
        { signal },
      );
      const [blob] = answer.responses;
      if (blob === undefined || blob.status?.code === grpc.status.NOT_FOUND) return undefined;
      if (blob.status !== null && blob.status.code !== 0) throw statusError(blob.status);
      return plain(blob.data);
    }
    const bytes = new Uint8Array(sizeBytes);
    let at = 0;
    try {
      const stream = streams.Read({ resourceName: `${resource}blobs/${hash}/${sizeBytes}` }, metadata);
      signal.addEventListener("abort", () => stream.cancel(), { once: true });
      for await (const { data } of stream as AsyncIterable<{ data: Uint8Array }>) {
        if (at + data.length > sizeBytes) throw new RemoteError("damaged", "more bytes than it has");
        bytes.set(data, at);
        at += data.length;
      }
    } catch (error) {
      const failure = asRemoteError(error);
      if ((error as { code?: unknown }).code === grpc.status.NOT_FOUND) return undefined;
      throw failure;
    }
    return bytes.subarray(0, at);
  }

  return {
    name: settings.url,
    maxBytes: 2e9,
    inlineBytes: 32 * 1024,
    leastMs: 20,
    // Servers with a thread for each call refuse more.
    atOnce: 4,
    async has(keys, request) {
      const gone = await missing(keys.map(blobDigest), request);
      return new Set(keys.filter(({ name }) => !gone.has(name)));
    },
    async get(key, asked) {
      if (key.space === "blobs") return read(blobDigest(key), asked);
      const { digest } = actionOf(key);
      try {
        const result = await call<{ outputFiles: { digest: Digest | null }[] }>(
          actions,
          "GetActionResult",
          { actionDigest: digest },
          asked,
        );
        const entry = result.outputFiles[0]?.digest;
        return entry ? await read(entry, asked) : undefined;
      } catch (error) {
        if (error instanceof RemoteError && error.cause !== undefined && isNotFound(error.cause)) return undefined;
        throw error;
      }
    },
    async put(key, bytes, request) {
      if (key.space === "blobs") return upload([bytes], request);
      const { digest, blobs } = actionOf(key);
      // Servers check that all of an action is there before they take its result.
      const wanted = [...blobs, bytes];
      const gone = await missing(wanted.map(digestOf), request);
      await upload(
        wanted.filter((blob) => gone.has(digestOf(blob).hash)),
        request,
      );
      const actionResult = { outputFiles: [{ path: "entry", digest: digestOf(bytes) }], exitCode: 0 };
      await call(actions, "UpdateActionResult", { actionDigest: digest, actionResult }, request);
    },
    close() {
      for (const client of [cas, actions, streams]) client.close();
      return Promise.resolve();
    },
  };
}

interface Status {
  readonly code: number;
  readonly message: string;
}

interface ByteStreamClient extends grpc.Client {
  Write(
    metadata: grpc.Metadata,
    options: grpc.CallOptions,
    done: (error: grpc.ServiceError | null) => void,
  ): grpc.ClientWritableStream<object>;
  Read(asked: object, metadata: grpc.Metadata): grpc.ClientReadableStream<object>;
}

/** The services, as gRPC makes them of the protocol. */
export interface ReapiServices {
  readonly build: {
    readonly bazel: {
      readonly remote: {
        readonly execution: {
          readonly v2: Readonly<Record<"ContentAddressableStorage" | "ActionCache", grpc.ServiceClientConstructor>>;
        };
      };
    };
  };
  readonly google: { readonly bytestream: { readonly ByteStream: grpc.ServiceClientConstructor } };
}

/** gRPC's own error would show the value. */
function setHeader(metadata: grpc.Metadata, name: string, value: string): void {
  try {
    metadata.set(name, value);
  } catch {
    throw new RemoteError("refused", `its header "${name}" has a name or a value that gRPC does not take`);
  }
}

/** `grpc://host:port` without TLS, `grpcs://host:port` with. */
function addressOf(url: string): { readonly address: string; readonly credentials: grpc.ChannelCredentials } {
  const match = /^(grpcs?):\/\/([^/@]+)\/?$/.exec(url);
  if (match === null) throw new RemoteError("refused", "its url must be grpc://HOST:PORT or grpcs://HOST:PORT");
  const secure = match[1] === "grpcs";
  const credentials = secure ? grpc.credentials.createSsl() : grpc.credentials.createInsecure();
  return { address: match[2]!.includes(":") ? match[2]! : `${match[2]}:${secure ? 443 : 80}`, credentials };
}

function digestOf(bytes: Uint8Array): Digest {
  return { hash: sha256(bytes), sizeBytes: bytes.length };
}

function blobDigest({ name, size = 0 }: RemoteKey): Digest {
  return { hash: name, sizeBytes: size };
}

function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

function isNotFound(cause: unknown): boolean {
  return (cause as { code?: unknown }).code === grpc.status.NOT_FOUND;
}

function statusError({ code, message }: Status): RemoteError {
  return asRemoteError(Object.assign(new Error(message), { code, details: message }));
}

function asRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  const { code, details = String(error) } = error as { code?: number; details?: string };
  const name = code === undefined ? "" : (grpc.status[code] ?? String(code));
  return new RemoteError(failureType(code, details), `${name}${details === "" ? "" : `: ${details.slice(0, 200)}`}`, {
    cause: error,
  });
}

function failureType(code: number | undefined, details: string): RemoteError["type"] {
  switch (code) {
    case grpc.status.UNAVAILABLE:
      return /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|Name resolution|No connection/i.test(details) ? "unreachable" : "cut";
    case grpc.status.CANCELLED:
    case grpc.status.ABORTED:
      return "cut";
    case grpc.status.DEADLINE_EXCEEDED:
      return "slow";
    case grpc.status.RESOURCE_EXHAUSTED:
      return /space|quota|storage/i.test(details) ? "full" : /larger|size/i.test(details) ? "too-large" : "busy";
    case grpc.status.UNAUTHENTICATED:
    case grpc.status.PERMISSION_DENIED:
      return /expired/i.test(details) ? "expired" : "refused";
    case grpc.status.DATA_LOSS:
      return "damaged";
    case grpc.status.INVALID_ARGUMENT:
    case grpc.status.FAILED_PRECONDITION:
    case grpc.status.UNIMPLEMENTED:
    case grpc.status.NOT_FOUND:
      return "refused";
    default:
      return "server";
  }
}
