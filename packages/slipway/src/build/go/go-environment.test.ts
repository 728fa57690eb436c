import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuCount } from "../../platform/host/cpu-count.ts";
import { goEnvironment } from "./go-environment.ts";
import type { GoSettings } from "./go-build-params.ts";

function environment(
  env: Readonly<Record<string, string>>,
  { own = {}, cores }: { own?: Readonly<Record<string, string>>; cores?: number } = {},
): Record<string, string> {
  const settings = { cgo: { enabled: false }, named: [], env: own, platform: {} } as unknown as GoSettings;
  const facts = { goEnv: {} } as Parameters<typeof goEnvironment>[1]["facts"];
  return goEnvironment(
    settings,
    { facts, env, memory: 1 << 30, ...(cores === undefined ? {} : { cores }) },
    { temporary: "/tmp" },
  );
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

test("goEnvironment() has Go use the cores that the task was given, unless the config says otherwise", () => {
  assert.equal(environment({}, { cores: 0 })["GOMAXPROCS"], "0");
  assert.equal(environment({}, { cores: cpuCount() })["GOMAXPROCS"], undefined);
  assert.equal(environment({ GOMAXPROCS: "7" })["GOMAXPROCS"], undefined);
  assert.equal(environment({}, { own: { GOMAXPROCS: "3" }, cores: 0 })["GOMAXPROCS"], "3");
});
