import assert from "node:assert/strict";
import test from "node:test";
import { openRemote } from "./open-remote.ts";
import { remoteContract } from "./testing/contract.ts";
import { fakeGithub, startFake } from "./testing/fake-http.ts";
import { officialCacheRoundTrip, startBuildGrid, startTurborepo, startVersityGw } from "./testing/real-servers.ts";
import { remoteSettings } from "./testing/settings.ts";

const signal = new AbortController().signal;
const KEYS = { AWS_ACCESS_KEY_ID: "some-access-key", AWS_SECRET_ACCESS_KEY: "some-secret-key-of-s3" };

remoteContract("S3 on VersityGW", async () => {
  const server = await startVersityGw(KEYS.AWS_ACCESS_KEY_ID, KEYS.AWS_SECRET_ACCESS_KEY, "things");
  const settings = remoteSettings({ type: "s3", url: server.url, bucket: "things", prefix: "slipway" });
  return { open: () => openRemote(settings, KEYS), close: server.close };
});

test("s3Remote() tells a wrong key and a missing bucket from an empty cache", async (t) => {
  const server = await startVersityGw(KEYS.AWS_ACCESS_KEY_ID, KEYS.AWS_SECRET_ACCESS_KEY, "things");
  t.after(server.close);
  const key = { space: "actions", name: "0".repeat(64) } as const;
  const settings = remoteSettings({ type: "s3", url: server.url, bucket: "things" });
  const wrong = await openRemote(settings, { ...KEYS, AWS_SECRET_ACCESS_KEY: "another" });
  await assert.rejects(wrong.get(key, { signal, limit: 100 }), { type: "refused", message: /SignatureDoesNotMatch/ });
  const nowhere = await openRemote({ ...settings, bucket: "nothing" }, KEYS);
  await assert.rejects(nowhere.get(key, { signal, limit: 100 }), { type: "refused", message: /NoSuchBucket/ });
});

remoteContract(
  "Turborepo's API on turborepo-remote-cache",
  async () => {
    const server = await startTurborepo("some-turbo-token");
    const settings = remoteSettings({ type: "turborepo", url: server.url, team: "team_one" });
    const env = { TURBO_TOKEN: "some-turbo-token", TURBO_REMOTE_CACHE_SIGNATURE_KEY: "some-signature-key" };
    return { open: () => openRemote(settings, env), close: server.close };
  },
  { large: 30_000_000 },
);

test("turborepoRemote() tells a wrong token from an empty cache", async (t) => {
  const server = await startTurborepo("some-turbo-token");
  t.after(server.close);
  const settings = remoteSettings({ type: "turborepo", url: server.url, team: "team_one" });
  const wrong = await openRemote(settings, { TURBO_TOKEN: "another" });
  const key = { space: "actions", name: "0".repeat(64) } as const;
  await assert.rejects(wrong.get(key, { signal, limit: 100 }), { type: "refused" });
});

remoteContract(
  "the Remote Execution API on BuildGrid",
  async () => {
    const server = await startBuildGrid();
    const settings = remoteSettings({ type: "reapi", url: server.url, instance: "main" });
    return { open: () => openRemote(settings, {}), close: server.close };
  },
  { large: 30_000_000 },
);

test("the stand-in for GitHub's cache service is one that GitHub's own client works with", async (t) => {
  const server = await startFake(fakeGithub());
  t.after(server.close);
  assert.equal(await officialCacheRoundTrip(server.url, "planted-runtime-token"), "kept bytes");
  const calls = server.asked.filter((line) => line.includes("CacheService")).map((line) => line.split("/").at(-1));
  assert.deepEqual(calls, ["CreateCacheEntry", "FinalizeCacheEntryUpload", "GetCacheEntryDownloadURL"]);
});
