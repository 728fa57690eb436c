import assert from "node:assert/strict";
import { test } from "node:test";
import { goEnvironment } from "./go-environment.ts";
import type { GoSettings } from "./go-build-params.ts";

function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  const settings = { cgo: { enabled: false }, named: [], env: {}, platform: {} } as unknown as GoSettings;
  const facts = { goEnv: {} } as Parameters<typeof goEnvironment>[1]["facts"];
  return goEnvironment(settings, { facts, env, memory: 1 << 30 }, { temporary: "/tmp" });
}

test("goEnvironment() passes helpers of others for Go's cache on, and not our own", () => {
  assert.equal(environment({ GOCACHEPROG: "go-cacher -v" })["GOCACHEPROG"], "go-cacher -v");
  for (const ours of [
    "slipway cache prog",
    "/opt/bin/slipway cache prog -f x.yaml",
    "node '/a/slipway/dist/cli.js' cache prog",
  ]) {
    assert.equal(environment({ GOCACHEPROG: ours })["GOCACHEPROG"], undefined, ours);
  }
});
