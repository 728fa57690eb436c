import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { newKeyPair } from "../../platform/ed25519.ts";
import { sha256 } from "../../platform/hash.ts";
import { GoCache } from "../../source/go/go-cache.ts";
import { CLI, runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

const pair = newKeyPair();
const FILES = {
  "go.mod": "module example.test/prog\n\ngo 1.24\n",
  "main.go": 'package main\n\nfunc main() { println("hello") }\n',
  "slipway.yaml": `version: 2
cache:
  trusted: ["{{ .Env.CACHE_PUBLIC }}"]
  remotes:
    - { type: directory, path: ../shared }
`,
};

/** What a plain `go build` did. */
interface Built {
  /** Compilers that ran. */
  readonly compiled: number;
  readonly digest: string;
  /** What the helper said. */
  readonly warnings: readonly string[];
}

test("a plain go build with GOCACHEPROG finds on a new machine what another one compiled", async (t) => {
  const { root } = tempProject(t, FILES);
  const shared = path.join(root, "..", "shared");
  const goBuild = async (machine: string, env: Readonly<Record<string, string>> = {}): Promise<Built> => {
    const output = path.join(root, "..", `program-${machine}`);
    rmSync(output, { force: true });
    // -x prints each command that Go runs.
    const child = spawn("go", ["build", "-x", "-buildvcs=false", "-o", output, "."], {
      cwd: root,
      env: {
        ...process.env,
        GOFLAGS: "",
        CGO_ENABLED: "0",
        GOCACHEPROG: `'${process.execPath}' '${CLI}' cache prog`,
        GOCACHE: path.join(root, "..", `go-cache-${machine}`),
        SLIPWAY_CACHE: path.join(root, "..", `cache-${machine}`),
        CACHE_PUBLIC: pair.publicKey,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += String(text)));
    const code = await new Promise((resolve) => child.on("close", resolve));
    assert.equal(code, 0, said);
    assert.ok(!said.includes(pair.secretKey));
    return {
      compiled: said.match(/\/compile(\.exe)? -o /g)?.length ?? 0,
      digest: sha256(new Uint8Array(readFileSync(output))),
      warnings: said.split("\n").filter((line) => line.startsWith("slipway cache prog:")),
    };
  };
  const files = (): string[] =>
    readdirSync(shared, { recursive: true, encoding: "utf8" }).filter((name) => /[0-9a-f]{64}$/.test(name));

  const first = await goBuild("one", { SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey });
  assert.ok(first.compiled > 20, String(first.compiled));
  assert.deepEqual(first.warnings, []);
  const kept = files();
  assert.ok(kept.length >= 2 && kept.length < 10, "a few objects, not one for each package");

  const second = await goBuild("two");
  assert.deepEqual(second, { compiled: 0, digest: first.digest, warnings: [] });
  const { stdout } = await runSlipway(["cache", "stats", "--json"], {
    cwd: root,
    env: { SLIPWAY_CACHE: path.join(root, "..", "cache-two") },
  });
  const { spared } = JSON.parse(stdout) as { spared: { packs: { hits: number } } };
  assert.ok(spared.packs.hits > 0, stdout);

  await t.test("what it wrote is what Go itself writes: without the helper everything is there", async () => {
    assert.deepEqual(await goBuild("two", { GOCACHEPROG: "" }), { compiled: 0, digest: first.digest, warnings: [] });
    const noRemote = await goBuild("two", { SLIPWAY_REMOTE_CACHE: "off" });
    assert.deepEqual(noRemote, { compiled: 0, digest: first.digest, warnings: [] });
  });

  await t.test("an edit compiles what changed, and a pull request writes nothing", async () => {
    writeFileSync(path.join(root, "main.go"), FILES["main.go"].replace("hello", "edited"));
    const pull = { GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "pull_request" };
    const edited = await goBuild("three", { ...pull, SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey });
    assert.equal(edited.compiled, 1);
    assert.deepEqual(edited.warnings, []);
    assert.deepEqual(files(), kept);
    writeFileSync(path.join(root, "main.go"), FILES["main.go"]);
  });

  await t.test("wrong bytes are a warning, and Go compiles", async () => {
    for (const name of files().filter((each) => each.startsWith("blobs"))) {
      const file = path.join(shared, name);
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(file, bytes);
    }
    // Of a machine that has the rest already, so that only this is compiled again.
    const folder = path.join(root, "..", "go-cache-two");
    const listed = ["list", "-export", "-buildvcs=false", "-f", "{{.BuildID}}", "."];
    const env = { ...process.env, GOFLAGS: "", CGO_ENABLED: "0", GOCACHE: folder };
    const cache = new GoCache(folder);
    const main = cache.entryOf(execFileSync("go", listed, { cwd: root, env, encoding: "utf8" }))!;
    rmSync(cache.actionFile(main.action));
    const lied = await goBuild("two");
    assert.equal(lied.digest, first.digest);
    assert.equal(lied.compiled, 1);
    assert.equal(lied.warnings.length, 1);
    assert.match(lied.warnings[0]!, /The remote cache ".*shared": it gave wrong bytes/);
  });

  await t.test("a remote that is no remote and a file that is wrong are warnings", async () => {
    rmSync(shared, { recursive: true });
    writeFileSync(shared, "no folder");
    writeFileSync(path.join(root, "main.go"), FILES["main.go"].replace("hello", "dead"));
    const dead = await goBuild("two");
    assert.equal(dead.compiled, 1);
    assert.match(dead.warnings.join("\n"), /it cannot be reached/);
    writeFileSync(path.join(root, "slipway.yaml"), "cache: { remotes: [{ type: s3 }] }\n");
    writeFileSync(path.join(root, "main.go"), FILES["main.go"].replace("hello", "again"));
    const wrong = await goBuild("two");
    assert.equal(wrong.compiled, 1);
    assert.match(wrong.warnings.join("\n"), /The remote caches are not used: .*"slipway check" says more/);
  });
});

test("cache prog says on stderr what it is for when nothing speaks to it, and writes the protocol only", async (t) => {
  const { root } = tempProject(t, FILES);
  const env = { GOCACHE: path.join(root, "..", "go-cache") };
  const empty = await runSlipway(["cache", "prog"], { cwd: root, env });
  assert.deepEqual(empty, {
    code: 0,
    signal: null,
    stderr: "",
    stdout: '{"ID":0,"KnownCommands":["get","put","close"]}\n',
  });
  const stranger = await runSlipway(["cache", "prog", "-f", "slipway.yaml"], { cwd: root, env, stdin: "hello\n" });
  assert.equal(stranger.code, 1);
  assert.match(stranger.stderr, /^slipway cache prog: .*no JSON/);
  assert.equal(stranger.stdout, empty.stdout);
  const off = await runSlipway(["cache", "prog"], { cwd: root, env: { GOCACHE: "off" } });
  assert.equal(off.code, 2);
  assert.match(off.stderr, /no folder for what Go compiles.*GOCACHEPROG=/);
});
