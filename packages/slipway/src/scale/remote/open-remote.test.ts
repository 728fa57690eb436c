import assert from "node:assert/strict";
import { test } from "node:test";
import { openRemote } from "./open-remote.ts";
import { RemoteError, type Remote } from "./remote.ts";
import { remoteSettings } from "./testing/settings.ts";

const env = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "planted-secret", TURBO_TOKEN: "planted\ntoken" };
const bucket = "things";

/** The message of a refusal. */
async function refusal(work: Promise<Remote> | Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RemoteError, String(error));
  assert.equal(error.type, "refused");
  assert.doesNotMatch(error.message, /planted/);
  return error.message;
}

test("openRemote() refuses an address with a login and does not show it", async () => {
  for (const type of ["s3", "turborepo"] as const) {
    for (const url of ["https://me:planted-pw@cache.example.test", "http://planted-token@127.0.0.1:9"]) {
      assert.match(await refusal(openRemote(remoteSettings({ type, url, bucket }), env)), /must not hold a login/);
    }
    for (const url of ["", "cache.example.test", "ftp://cache.example.test", "https://"]) {
      assert.match(await refusal(openRemote(remoteSettings({ type, url, bucket }), env)), /https:\/\/HOST/, url);
    }
  }
  const url = "grpcs://me:planted-pw@cache.example.test";
  assert.match(await refusal(openRemote(remoteSettings({ type: "reapi", url }), env)), /grpcs:\/\/HOST:PORT/);
});

test("openRemote() shows no credential that cannot be sent", async () => {
  const headers = { "x-token": "planted\ntoken" };
  const reapi = remoteSettings({ type: "reapi", url: "grpc://127.0.0.1:9", headers });
  assert.match(await refusal(openRemote(reapi, env)), /its header "x-token"/);
  const turbo = await openRemote(remoteSettings({ type: "turborepo", url: "http://127.0.0.1:9" }), env);
  const asked = { signal: new AbortController().signal, limit: 1 };
  const said = await refusal(turbo.get({ space: "actions", name: "a".repeat(64) }, asked));
  assert.match(said, /no header may have/);
});
