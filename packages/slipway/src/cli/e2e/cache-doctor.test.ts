import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { newKeyPair } from "../../platform/ed25519.ts";
import { fakeS3, fakeTurborepo, startFake } from "../../scale/remote/testing/fake-http.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, TINY_MODULE } from "../testing/temp-project.ts";

const pair = newKeyPair();
const BUILD = "version: 2\nbuilds:\n  - { targets: [linux_amd64], env: [CGO_ENABLED=0] }\n";

test("doctor asks every remote cache and says what is wrong with it, where, and what to do", async (t) => {
  const s3 = await startFake(fakeS3);
  const turbo = await startFake(fakeTurborepo);
  const gone = await startFake(fakeS3);
  await gone.close();
  t.after(s3.close);
  t.after(turbo.close);
  const { root } = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": `${BUILD}cache:
  trusted: ["{{ .Env.CACHE_PUBLIC }}"]
  remotes:
    - { type: directory, path: ../good }
    - { type: directory, path: ../file }
    - { type: s3, url: "${s3.url}", bucket: things }
    - { type: s3, url: "${gone.url}", bucket: things }
    - { type: turborepo, url: "${turbo.url}", team: "{{ .Env.NO_TEAM }}" }
    - { type: turborepo, url: "${turbo.url}" }
    - { type: reapi, url: "grpc://127.0.0.1:1" }
    - { type: s3, url: "http://no-such-host.invalid", bucket: things }
    - { type: directory, path: ../file/below }
`,
  });
  writeFileSync(path.join(root, "..", "file"), "");
  const env = {
    CACHE_PUBLIC: pair.publicKey,
    SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey,
    AWS_ACCESS_KEY_ID: "another-id",
    AWS_SECRET_ACCESS_KEY: "planted-secret-of-s3",
    TURBO_TOKEN: "planted-wrong-token",
    SLIPWAY_CACHE: path.join(root, "..", "cache"),
  };
  const { code, stdout, stderr } = await runSlipway(["doctor"], { cwd: root, env });
  assert.equal(code, 0, "no build fails of a cache");
  assert.match(stdout, /read and written +cache\.remotes\[0\] +directory +\S+good\n/);
  assert.match(stdout, /not used +cache\.remotes\[1\]/);
  const told = stderr.split("warning[cache-unusable]").slice(1);
  for (const [index, expected] of [
    [1, /it cannot be reached \(it is no folder\)[\s\S]*slipway\.yaml:8:[\s\S]*mkdir -p/],
    [2, /it refused \(HTTP 403: InvalidAccessKeyId\)[\s\S]*slipway\.yaml:9:[\s\S]*AWS_ACCESS_KEY_ID/],
    [3, /it cannot be reached \(ECONNREFUSED\)[\s\S]*slipway\.yaml:10:[\s\S]*curl -v http/],
    [4, /NO_TEAM[\s\S]*slipway\.yaml:11:[\s\S]*set that variable/],
    [5, /it refused \(HTTP 403[\s\S]*slipway\.yaml:12:[\s\S]*TURBO_TOKEN/],
    [6, /it cannot be reached \(UNAVAILABLE[\s\S]*slipway\.yaml:13:[\s\S]*curl -v http/],
    [7, /it cannot be reached \((ENOTFOUND|EAI_AGAIN)\)[\s\S]*slipway\.yaml:14:/],
    [8, /a file is where a folder should be \(ENOTDIR\)[\s\S]*slipway\.yaml:15:/],
  ] as const) {
    const text = told.find((each) => each.includes(`cache.remotes[${index}]`));
    assert.match(text ?? "", expected, stderr);
  }
  assert.equal(told.length, 8);
  assert.deepEqual(readdirSync(path.join(root, "..", "good")), [], "what was written to try it is gone");
  assert.doesNotMatch(stdout + stderr, /planted/);
  assert.ok(!(stdout + stderr).includes(pair.secretKey));
  const json = await runSlipway(["doctor", "--json"], { cwd: root, env });
  const { caches, findings } = JSON.parse(json.stdout) as { caches: { use: string }[]; findings: { code: string }[] };
  assert.deepEqual(
    caches.map(({ use }) => use),
    ["read-write", ...Array.from({ length: 8 }, () => "none")],
  );
  assert.equal(findings.length, 8);
  const off = await runSlipway(["doctor"], { cwd: root, env: { ...env, SLIPWAY_REMOTE_CACHE: "off" } });
  assert.doesNotMatch(off.stderr, /cannot be reached|refused/, "nobody is asked");
  assert.doesNotMatch(off.stdout, /^read/m);
  const no = await runSlipway(["doctor"], { cwd: root, env: { ...env, SLIPWAY_REMOTE_CACHE: "no" } });
  assert.match(no.stderr, /SLIPWAY_REMOTE_CACHE=no is none of read-write, read, off[\s\S]*slipway\.yaml:/);
  assert.doesNotMatch(no.stdout, /^read/m, "who says no wants none");
});

test("doctor says what an address should look like when a template gives one that is none", async (t) => {
  const { root } = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": `${BUILD}cache:
  trusted: ["${pair.publicKey}"]
  remotes:
    - { type: reapi, url: "{{ .Env.ADDRESS }}" }
    - { type: turborepo, url: "{{ .Env.ADDRESS }}" }
    - { type: turborepo, url: "{{ .Env.LOGIN }}" }
`,
  });
  const env = {
    ADDRESS: "cache.example.test:443",
    LOGIN: "https://planted@turbo.example.test",
    TURBO_TOKEN: "planted",
  };
  const { stderr } = await runSlipway(["doctor"], { cwd: root, env });
  const told = stderr.split("warning[cache-unusable]").slice(1);
  for (const [index, expected] of [
    [0, /its url must be grpc[\s\S]*next: write its url as grpcs:\/\/HOST:PORT/],
    [1, /its url must be https[\s\S]*next: write its url as https:\/\/HOST\b/],
    [2, /must not hold a login[\s\S]*next: write its url without a login/],
  ] as const) {
    assert.match(told.find((each) => each.includes(`cache.remotes[${index}]`)) ?? "", expected, stderr);
  }
  assert.doesNotMatch(stderr, /planted/);
});

test("check says of caches what can be known without asking anybody", async (t) => {
  const project = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": `${BUILD}cache:
  trusted: ["{{ .Env.CACHE_PUBLIC }}"]
  remotes:
    - { type: s3, url: "https://s3.example.test", bucket: things }
    - { type: turborepo, url: "https://turbo.example.test" }
`,
  });
  const { root } = project;
  const check = (env: Readonly<Record<string, string>>) => runSlipway(["check"], { cwd: root, env });
  const bare = await check({ SLIPWAY_CACHE_SIGNING_KEY: "wrong" });
  assert.equal(bare.code, 0, bare.stderr);
  for (const text of [
    /notice\[cache-unusable\]: SLIPWAY_CACHE_SIGNING_KEY is no key[\s\S]*?slipway\.yaml:5:/,
    /cache\.trusted\[0\] does not count: .*CACHE_PUBLIC[\s\S]*?slipway\.yaml:5:/,
    /no key is trusted[\s\S]*?slipway cache key/,
    /cache\.remotes\[0\] \(s3\) cannot be used: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set[\s\S]*?slipway\.yaml:7:/,
    /cache\.remotes\[1\] \(turborepo\) cannot be used: TURBO_TOKEN is not set[\s\S]*?slipway\.yaml:8:/,
  ]) {
    assert.match(bare.stderr, text);
  }
  const good = await check({
    CACHE_PUBLIC: pair.publicKey,
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "planted",
    TURBO_TOKEN: "planted",
  });
  assert.deepEqual([good.code, good.stderr], [0, ""]);

  project.write({
    "slipway.yaml": `${BUILD}cache:
  max_wait: soon
  trusted: [mykey]
  remotes:
    - { type: s3, url: s3.example.test, bucket: things }
    - { type: reapi, url: "https://reapi.example.test" }
`,
  });
  const wrong = await check({});
  assert.equal(wrong.code, 1);
  for (const text of [
    /cache\.max_wait "soon" is no duration[\s\S]*?slipway\.yaml:5:/,
    /cache\.trusted\[0\] "mykey" is no public key[\s\S]*?slipway\.yaml:6:[\s\S]*?slipway cache key/,
    /cache\.remotes\[0\]\.url "s3\.example\.test" is no address of type s3[\s\S]*?slipway\.yaml:8:[\s\S]*?https:\/\/HOST/,
    /cache\.remotes\[1\]\.url .* is no address of type reapi[\s\S]*?slipway\.yaml:9:[\s\S]*?grpcs:/,
  ]) {
    assert.match(wrong.stderr, text);
  }
});

test("a key whose variable is missing is a warning of a release, never its end", async (t) => {
  const { root } = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": `${BUILD}cache:
  trusted: ["{{ .Env.CACHE_PUBLIC }}"]
  remotes: [{ type: directory, path: ../shared }]
`,
  });
  const { code, stderr } = await runSlipway(["build", "--snapshot", "--single-target"], { cwd: root });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /cache\.trusted\[0\] does not count: .*CACHE_PUBLIC/);
});

test("doctor writes what a run would, and says which remote can only be read", async (t) => {
  const s3 = await startFake(fakeS3, (way) => (way === "write" ? "full" : undefined));
  t.after(s3.close);
  const { root } = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": `${BUILD}cache:
  trusted: ["${pair.publicKey}"]
  remotes:
    - { type: s3, url: "${s3.url}", bucket: things }
`,
  });
  const env = { AWS_ACCESS_KEY_ID: "planted-id", AWS_SECRET_ACCESS_KEY: "planted-secret" };
  const reader = await runSlipway(["doctor"], { cwd: root, env });
  assert.match(reader.stdout, /^read +cache\.remotes\[0\]/m);
  assert.equal(reader.stderr, "");
  assert.ok(!s3.asked.some((request) => request.startsWith("PUT")), "who has no key writes nothing");
  const writer = await runSlipway(["doctor"], {
    cwd: root,
    env: { ...env, SLIPWAY_CACHE_SIGNING_KEY: pair.secretKey },
  });
  assert.match(writer.stdout, /^read +cache\.remotes\[0\]/m);
  assert.match(
    writer.stderr,
    /cache\.remotes\[0\] \(s3\) cannot be written to: it has no room[\s\S]*next: make room there, or set its mode to read/,
  );
});
