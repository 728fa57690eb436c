import assert from "node:assert/strict";
import test from "node:test";
import { nativeJob } from "./native-job.ts";

test("nativeJob() says how a dist is proven, and how shards are", () => {
  assert.equal(
    nativeJob({ os: "darwin", arch: "arm64" }),
    "a CI job on macos-15 runs `slipway prove dist --target darwin/arm64`, or over shards `slipway merge --prove darwin/arm64 --out DIR SHARDS...`",
  );
  assert.match(
    nativeJob({ os: "freebsd", arch: "386" }),
    /'freebsd\/\*'.* `slipway merge --prove freebsd\/ARCH --out DIR SHARDS\.\.\.`/,
  );
});
