import * as grpc from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import { sha256 } from "../../../platform/hash.ts";
import type { Digest, ReapiServices } from "../reapi.ts";
import { REAPI } from "../reapi-protocol.ts";
import { spoil, type Fault, type Faults } from "./fault.ts";

/** Every field of the requests that are answered here; each request has some of them. */
interface Asked {
  readonly blobDigests: readonly Digest[];
  readonly digests: readonly Digest[];
  readonly requests: readonly { readonly digest: Digest; readonly data: Uint8Array }[];
  readonly actionDigest: Digest;
  readonly actionResult: { readonly outputFiles: readonly { readonly digest: Digest }[] };
  readonly resourceName: string;
  readonly data: Uint8Array;
}
type Call = grpc.ServerUnaryCall<Asked, object>;
type Done = grpc.sendUnaryData<object>;

const CODES: Partial<Record<Fault, [grpc.status, string]>> = {
  "500": [grpc.status.INTERNAL, "broken"],
  "429": [grpc.status.RESOURCE_EXHAUSTED, "too many requests"],
  full: [grpc.status.RESOURCE_EXHAUSTED, "no space left on the storage"],
  expired: [grpc.status.UNAUTHENTICATED, "the token has expired"],
  cut: [grpc.status.UNAVAILABLE, "Connection dropped"],
};

/** A cache of the Remote Execution API in this process, as strict about its rules as real ones. */
export async function startFakeReapi(
  faults: Faults = () => undefined,
): Promise<{ url: string; readonly close: () => void }> {
  const types = grpc.loadPackageDefinition(fromJSON(REAPI as never, { longs: Number, defaults: true }));
  const { build, google } = types as unknown as ReapiServices;
  const v2 = build.bazel.remote.execution.v2;
  const blobs = new Map<string, Uint8Array>();
  const results = new Map<string, Asked["actionResult"]>();
  const server = new grpc.Server({ "grpc.max_receive_message_length": 4 << 20 });

  /** Whether the fault has been dealt with. */
  function failed(fault: Fault | undefined, done: Done): boolean {
    const [code, details] = CODES[fault ?? "delay"] ?? [];
    if (code !== undefined) done({ code, details: details ?? "" });
    return code !== undefined || fault === "delay";
  }
  const refused = (call: { metadata: grpc.Metadata }): boolean =>
    call.metadata.get("x-token")[0] !== "planted-reapi-token";
  const guarded =
    (way: "read" | "write", work: (call: Call, fault: Fault | undefined, done: Done) => void) =>
    (call: Call, done: Done): void => {
      const fault = faults(way, "blobs");
      if (failed(fault, done)) return;
      if (refused(call)) return done({ code: grpc.status.UNAUTHENTICATED, details: "who are you" });
      work(call, fault, done);
    };
  const given = (fault: Fault | undefined, hash: string): Uint8Array =>
    spoil(fault, blobs.get(hash)!, [...blobs.values()]);

  server.addService(v2.ContentAddressableStorage.service, {
    FindMissingBlobs: guarded("read", ({ request }, _fault, done) =>
      done(null, { missingBlobDigests: request.blobDigests.filter(({ hash }) => !blobs.has(hash)) }),
    ),
    BatchUpdateBlobs: guarded("write", ({ request }, _fault, done) => {
      const responses = request.requests.map(({ digest, data }) => {
        const good = sha256(data) === digest.hash && data.length === digest.sizeBytes;
        if (good) blobs.set(digest.hash, new Uint8Array(data));
        return { digest, status: { code: good ? 0 : grpc.status.INVALID_ARGUMENT, message: good ? "" : "digest" } };
      });
      done(null, { responses });
    }),
    BatchReadBlobs: guarded("read", ({ request }, fault, done) => {
      const responses = request.digests.map((digest) =>
        blobs.has(digest.hash)
          ? { digest, data: given(fault, digest.hash), status: { code: 0 } }
          : { digest, status: { code: grpc.status.NOT_FOUND } },
      );
      done(null, { responses });
    }),
  });
  server.addService(v2.ActionCache.service, {
    GetActionResult: guarded("read", ({ request }, _fault, done) => {
      const result = results.get(request.actionDigest.hash);
      if (result === undefined) done({ code: grpc.status.NOT_FOUND, details: "no such action" });
      else done(null, result);
    }),
    UpdateActionResult: guarded("write", ({ request }, _fault, done) => {
      const named = [request.actionDigest, ...request.actionResult.outputFiles.map(({ digest }) => digest)];
      const gone = named.find(({ hash }) => !blobs.has(hash));
      if (gone !== undefined) return done({ code: grpc.status.FAILED_PRECONDITION, details: `no blob ${gone.hash}` });
      results.set(request.actionDigest.hash, request.actionResult);
      done(null, request.actionResult);
    }),
  });
  server.addService(google.bytestream.ByteStream.service, {
    Write(call: grpc.ServerReadableStream<Asked, object>, done: Done) {
      const fault = faults("write", "blobs");
      if (failed(fault, done)) return;
      const parts: Uint8Array[] = [];
      let name = "";
      call.on("data", (message: Asked) => {
        name ||= message.resourceName;
        parts.push(message.data);
      });
      call.on("end", () => {
        const bytes = new Uint8Array(Buffer.concat(parts));
        const [, hash, size] = /\/blobs\/([0-9a-f]{64})\/(\d+)$/.exec(`/${name}`) ?? [];
        if (sha256(bytes) !== hash || bytes.length !== Number(size))
          return done({ code: grpc.status.INVALID_ARGUMENT, details: "digest" });
        blobs.set(hash, bytes);
        done(null, { committedSize: bytes.length });
      });
    },
    Read(call: grpc.ServerWritableStream<Asked, object>) {
      const fault = faults("read", "blobs");
      if (fault === "delay") return;
      const fail = (code: grpc.status, details: string): void => void call.emit("error", { code, details });
      const [code, details] = CODES[fault ?? "delay"] ?? [];
      if (code !== undefined) return fail(code, details ?? "");
      const hash = /blobs\/([0-9a-f]{64})\//.exec(call.request.resourceName)?.[1] ?? "";
      if (!blobs.has(hash)) return fail(grpc.status.NOT_FOUND, "no such blob");
      const bytes = given(fault, hash);
      for (let at = 0; at < bytes.length; at += 1 << 20) call.write({ data: bytes.subarray(at, at + (1 << 20)) });
      call.end();
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { url: `grpc://127.0.0.1:${port}`, close: () => server.forceShutdown() };
}
