import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import type { Event } from "../../events.ts";
import { newKeyPair } from "../../platform/ed25519.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, TINY_MODULE } from "../testing/temp-project.ts";

const CONFIG = `version: 2
builds:
  - { targets: [linux_amd64], env: [CGO_ENABLED=0] }
cache:
  trusted: ["{{ .Env.CACHE_PUBLIC }}"]
  remotes:
    - { type: directory, path: ../shared }
`;
const pair = newKeyPair();

function files(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(path.join(folder, name)).isFile())
      .map((name) => [name, readFileSync(path.join(folder, name), "base64")]),
  );
}

test("a machine takes from a remote cache what another one made, and a bad remote costs a warning only", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": CONFIG });
  const { root } = project;
  const shared = path.join(root, "..", "shared");
  let machines = 0;
  /** A release on a machine that is new: levels of its tasks, its warnings and its dist. */
  const machine = async (env: Readonly<Record<string, string>>): Promise<Released> => {
    machines++;
    rmSync(path.join(root, "dist"), { recursive: true, force: true });
    const { code, stdout, stderr } = await runSlipway(["release", "--snapshot", "--skip=prove", "--json"], {
      cwd: root,
      env: { SLIPWAY_CACHE: path.join(root, "..", `cache-${machines}`), CACHE_PUBLIC: pair.publicKey, ...env },
    });
    assert.equal(code, 0, stdout + stderr);
    assert.ok(!(stdout + stderr).includes(pair.secretKey));
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Event);
    return {
      levels: Object.fromEntries(
        events.flatMap((event) => (event.type === "task-finished" ? [[event.kind, event.level ?? event.status]] : [])),
      ),
      warnings: events.flatMap((event) => (event.type === "message" && event.level === "warning" ? [event.text] : [])),
      dist: Object.fromEntries(Object.entries(files(path.join(root, "dist"))).filter(([name]) => !/report/.test(name))),
    };
  };

  const first = await machine({ SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey });
  assert.deepEqual(first.warnings, []);
  assert.equal(first.levels["archive"], "made");
  const stored = Object.keys(files(shared)).sort();
  assert.ok(stored.length > 3);

  const second = await machine({});
  assert.deepEqual(second.warnings, []);
  for (const kind of ["go-build", "archive", "checksum"]) assert.equal(second.levels[kind], "remote", kind);
  assert.deepEqual(second.dist, first.dist);
  assert.deepEqual(Object.keys(files(shared)).sort(), stored, "who has no key writes nothing");

  const stranger = await machine({ CACHE_PUBLIC: newKeyPair().publicKey });
  assert.equal(stranger.levels["archive"], "made");
  assert.match(stranger.warnings.join("\n"), /shared" has entries that no trusted key has signed/);
  assert.deepEqual(stranger.dist, first.dist);

  const off = await machine({ SLIPWAY_REMOTE_CACHE: "off" });
  assert.equal(off.levels["archive"], "made");
  assert.deepEqual(off.dist, first.dist);

  project.write({ "slipway.yaml": CONFIG.replace("targets:", "ldflags: [-s], targets:") });
  const request = { GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "pull_request" };
  const pull = await machine({ ...request, SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey });
  assert.equal(pull.levels["archive"], "made");
  assert.deepEqual(Object.keys(files(shared)).sort(), stored, "a pull request writes nothing");

  rmSync(shared, { recursive: true });
  writeFileSync(shared, "no folder");
  project.write({ "slipway.yaml": CONFIG });
  const dead = await machine({ SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey });
  assert.deepEqual(dead.dist, first.dist);
  assert.equal(dead.warnings.length, 1);
  assert.match(dead.warnings[0]!, /^The remote cache ".*shared": it cannot be reached/);
  const idle = await machine({
    SLIPWAY_CACHE: path.join(root, "..", `cache-${machines}`),
    SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey,
  });
  assert.equal(idle.levels["archive"], "L1");
  assert.deepEqual(idle.warnings, dead.warnings, "a run that needs nothing of it tells, too");
});

interface Released {
  readonly levels: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  readonly dist: Readonly<Record<string, string>>;
}

test("cache: keys that do not belong together are errors at their place", async (t) => {
  const { root } = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": `version: 2
cache:
  max_size: many
  remotes:
    - { type: s3, url: "https://s3.example.test" }
    - { type: directory, path: /mnt, bucket: b, timeout: soon }
    - { path: /mnt }
`,
  });
  const { code, stderr } = await runSlipway(["check"], { cwd: root });
  assert.notEqual(code, 0);
  for (const text of [
    'cache.max_size "many" is no size',
    'cache.remotes[0] of type s3 needs "bucket"',
    'cache.remotes[1] of type directory has no use for "bucket"',
    'cache.remotes[1].timeout "soon" is no duration',
    "cache.remotes[2] has no type",
  ]) {
    assert.ok(stderr.includes(text), `${text}\n${stderr}`);
  }
});
