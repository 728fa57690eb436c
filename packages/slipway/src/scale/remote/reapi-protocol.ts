/**
 * What we speak of Bazel's Remote Execution API version 2 and of Google's ByteStream, as protobuf.js reads it: the messages
 * with the fields that are used here, under their numbers.
 *
 * Source: bazelbuild/remote-apis, build/bazel/remote/execution/v2/remote_execution.proto; googleapis, google/bytestream.
 */
type Field = readonly [type: string, id: number, repeated?: "repeated"];

function message(fields: Readonly<Record<string, Field>>): object {
  const entries = Object.entries(fields).map(([name, [type, id, rule]]) => [
    name,
    { type, id, ...(rule === undefined ? {} : { rule }) },
  ]);
  return { fields: Object.fromEntries(entries) as object };
}

function service(methods: Readonly<Record<string, readonly [asked: string, answered: string, stream?: "in" | "out"]>>) {
  const entries = Object.entries(methods).map(([name, [requestType, responseType, stream]]) => [
    name,
    { requestType, responseType, requestStream: stream === "in", responseStream: stream === "out" },
  ]);
  return { methods: Object.fromEntries(entries) as object };
}

const digest = "Digest";
const instance = { instanceName: ["string", 1] } as const;

const execution = {
  Digest: message({ hash: ["string", 1], sizeBytes: ["int64", 2] }),
  Command: message({ arguments: ["string", 1, "repeated"] }),
  Directory: message({}),
  Action: message({ commandDigest: [digest, 1], inputRootDigest: [digest, 2] }),
  OutputFile: message({ path: ["string", 1], digest: [digest, 2] }),
  ActionResult: message({ outputFiles: ["OutputFile", 2, "repeated"], exitCode: ["int32", 4] }),
  GetActionResultRequest: message({ ...instance, actionDigest: [digest, 2] }),
  UpdateActionResultRequest: message({ ...instance, actionDigest: [digest, 2], actionResult: ["ActionResult", 3] }),
  FindMissingBlobsRequest: message({ ...instance, blobDigests: [digest, 2, "repeated"] }),
  FindMissingBlobsResponse: message({ missingBlobDigests: [digest, 2, "repeated"] }),
  UpdatedBlob: message({ digest: [digest, 1], data: ["bytes", 2] }),
  BatchUpdateBlobsRequest: message({ ...instance, requests: ["UpdatedBlob", 2, "repeated"] }),
  UpdatedStatus: message({ digest: [digest, 1], status: ["google.rpc.Status", 2] }),
  BatchUpdateBlobsResponse: message({ responses: ["UpdatedStatus", 1, "repeated"] }),
  BatchReadBlobsRequest: message({ ...instance, digests: [digest, 2, "repeated"] }),
  ReadBlob: message({ digest: [digest, 1], data: ["bytes", 2], status: ["google.rpc.Status", 3] }),
  BatchReadBlobsResponse: message({ responses: ["ReadBlob", 1, "repeated"] }),
  ActionCache: service({
    GetActionResult: ["GetActionResultRequest", "ActionResult"],
    UpdateActionResult: ["UpdateActionResultRequest", "ActionResult"],
  }),
  ContentAddressableStorage: service({
    FindMissingBlobs: ["FindMissingBlobsRequest", "FindMissingBlobsResponse"],
    BatchUpdateBlobs: ["BatchUpdateBlobsRequest", "BatchUpdateBlobsResponse"],
    BatchReadBlobs: ["BatchReadBlobsRequest", "BatchReadBlobsResponse"],
  }),
};

const bytestream = {
  ReadRequest: message({ resourceName: ["string", 1], readOffset: ["int64", 2], readLimit: ["int64", 3] }),
  ReadResponse: message({ data: ["bytes", 10] }),
  WriteRequest: message({
    resourceName: ["string", 1],
    writeOffset: ["int64", 2],
    finishWrite: ["bool", 3],
    data: ["bytes", 10],
  }),
  WriteResponse: message({ committedSize: ["int64", 1] }),
  ByteStream: service({
    Read: ["ReadRequest", "ReadResponse", "out"],
    Write: ["WriteRequest", "WriteResponse", "in"],
  }),
};

/** All of it, as the `nested` of a protobuf.js root. */
export const REAPI = nest({
  "build.bazel.remote.execution.v2": execution,
  "google.bytestream": bytestream,
  "google.rpc": { Status: message({ code: ["int32", 1], message: ["string", 2] }) },
});

function nest(packages: Readonly<Record<string, Readonly<Record<string, object>>>>): { nested: object } {
  interface Names {
    nested: Record<string, Names | object>;
  }
  const root: Names = { nested: {} };
  for (const [name, content] of Object.entries(packages)) {
    let at = root;
    for (const part of name.split(".")) at = (at.nested[part] ??= { nested: {} }) as Names;
    Object.assign(at.nested, content);
  }
  return root;
}
