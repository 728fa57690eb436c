import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRemote } from "./open-remote.ts";
import type { RemoteEnv } from "./remote-settings.ts";
import { remoteContract } from "./testing/contract.ts";
import { fakeGithub, fakeS3, fakeTurborepo, startFake } from "./testing/fake-http.ts";
import { startFakeReapi } from "./testing/fake-reapi.ts";
import { remoteSettings } from "./testing/settings.ts";

// The same contract holds on real servers: see back-ends.extended.test.ts.

remoteContract("a directory", async () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-directory-"));
  const settings = remoteSettings({ type: "directory", path: join(folder, "remote") });
  return Promise.resolve({ open: () => openRemote(settings, {}), close: () => rmSync(folder, { recursive: true }) });
});

remoteContract("S3", async () => {
  const server = await startFake(fakeS3);
  const settings = remoteSettings({ type: "s3", url: server.url, bucket: "things", prefix: "slipway" });
  const env: RemoteEnv = { AWS_ACCESS_KEY_ID: "planted-id", AWS_SECRET_ACCESS_KEY: "planted-secret" };
  return { open: () => openRemote(settings, env), close: server.close };
});

remoteContract("Turborepo's API", async () => {
  const server = await startFake(fakeTurborepo);
  const settings = remoteSettings({ type: "turborepo", url: server.url, team: "team_one" });
  const env: RemoteEnv = { TURBO_TOKEN: "planted-turbo-token", TURBO_REMOTE_CACHE_SIGNATURE_KEY: "planted-key" };
  return { open: () => openRemote(settings, env), close: server.close };
});

remoteContract("GitHub's cache", async () => {
  const server = await startFake(fakeGithub());
  const settings = remoteSettings({ type: "github", prefix: "slipway" });
  const env: RemoteEnv = { ACTIONS_RESULTS_URL: server.url, ACTIONS_RUNTIME_TOKEN: "planted-runtime-token" };
  return { open: () => openRemote(settings, env), close: server.close };
});

remoteContract("the Remote Execution API", async () => {
  const server = await startFakeReapi();
  const settings = remoteSettings({
    type: "reapi",
    url: server.url,
    instance: "main",
    headers: { "x-token": "planted-reapi-token" },
  });
  return { open: () => openRemote(settings, {}), close: server.close };
});
