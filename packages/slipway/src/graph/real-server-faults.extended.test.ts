import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256 } from "../platform/hash.ts";
import { mulberry32 } from "../platform/testing/random.ts";
import { openRemote } from "../scale/remote/open-remote.ts";
import type { RemoteSettings } from "../scale/remote/remote-settings.ts";
import { fakeS3, fakeTurborepo, type FakeProtocol } from "../scale/remote/testing/fake-http.ts";
import { startFaultProxy, WIRE_FAULTS, type Refusal, type WireFault } from "../scale/remote/testing/fault-proxy.ts";
import {
  startBuildGrid,
  startTurborepo,
  startVersityGw,
  type RealServer,
} from "../scale/remote/testing/real-servers.ts";
import { remoteSettings } from "../scale/remote/testing/settings.ts";
import { runFaultSeed } from "./testing/remote-faults.ts";

const ENV = {
  AWS_ACCESS_KEY_ID: "planted-access",
  AWS_SECRET_ACCESS_KEY: "planted-secret-of-s3",
  TURBO_TOKEN: "planted-turbo-token",
};

/** How many times each fault meets each server. */
const ROUNDS = 3;

const PLACES: readonly {
  readonly name: string;
  readonly start: () => Promise<RealServer>;
  readonly settings: (url: string) => RemoteSettings;
  readonly refusal: (fault: WireFault) => Refusal | undefined;
}[] = [
  {
    name: "VersityGW",
    start: () => startVersityGw(ENV.AWS_ACCESS_KEY_ID, ENV.AWS_SECRET_ACCESS_KEY, "things"),
    settings: (url) => remoteSettings({ type: "s3", url, bucket: "things", prefix: "slipway" }),
    refusal: saidBy(fakeS3),
  },
  {
    name: "turborepo-remote-cache",
    start: () => startTurborepo(ENV.TURBO_TOKEN),
    settings: (url) => remoteSettings({ type: "turborepo", url, team: "team_faults" }),
    refusal: saidBy(fakeTurborepo),
  },
  {
    name: "BuildGrid",
    start: startBuildGrid,
    settings: (url) => remoteSettings({ type: "reapi", url, instance: "main" }),
    refusal: (fault) => GRPC[fault],
  },
];

// gRPC's numbers: RESOURCE_EXHAUSTED, INTERNAL, UNAUTHENTICATED.
const GRPC: Partial<Record<WireFault, Refusal>> = {
  "500": { grpcStatus: 13, text: "broken" },
  "429": { grpcStatus: 8, text: "too many requests" },
  full: { grpcStatus: 8, text: "no space left on the storage" },
  expired: { grpcStatus: 16, text: "the token has expired" },
};

function saidBy(protocol: FakeProtocol): (fault: WireFault) => Refusal | undefined {
  return (fault) =>
    fault === "500" || fault === "429" || fault === "full" || fault === "expired" ? protocol.tell(fault) : undefined;
}

/**
 * What a warning may say. Bits that turn over on the wire can look like anything that is wrong: where they meet an answer's
 * first line, what came is no HTTP, and the connection is given up.
 */
const SAID: Readonly<Record<WireFault, RegExp>> = {
  cut: /the connection broke off|cannot be reached/,
  delay: /did not answer in time/,
  "500": /it failed/,
  "429": /asks to be left alone/,
  "wrong-bytes": /: it |: the connection broke off/,
  "wrong-upload": /: it |: the connection broke off/,
  truncated: /broke off|gave wrong bytes|cannot be reached/,
  full: /has no room/,
  expired: /the credential has expired/,
};

for (const { name, start, settings, refusal } of PLACES) {
  test(`builds are right whatever happens between Slipway and ${name}`, { timeout: 240_000 }, async (t) => {
    const server = await start();
    t.after(server.close);
    const port = Number(new URL(server.url.replace("grpc:", "http:")).port);
    const told = new Set<WireFault>();
    const levels = new Set<string>();
    for (let seed = 0; seed < WIRE_FAULTS.length * ROUNDS; seed++) {
      const fault = WIRE_FAULTS[seed % WIRE_FAULTS.length]!;
      const random = mulberry32(Number.parseInt(sha256(`${name} ${seed}`).slice(0, 8), 16) | 0);
      await runFaultSeed({
        seed,
        name,
        fault,
        said: SAID[fault],
        told,
        levels,
        start: async (faults) => {
          const proxy = await startFaultProxy(port, refusal, faults, random);
          const url = server.url.replace(/:\d+$/, `:${proxy.port}`);
          return { open: () => openRemote(settings(url), ENV), close: proxy.close };
        },
      });
    }
    t.diagnostic(`told of ${[...told].sort().join(", ")}; results were ${[...levels].sort().join(", ")}`);
    assert.ok(told.size >= 5, `it told of ${[...told].join(", ")} only`);
    assert.ok(levels.has("remote"), "nothing came from it ever");
  });
}
