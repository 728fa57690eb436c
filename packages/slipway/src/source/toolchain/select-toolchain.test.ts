import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../testing/repository.ts";
import { selectToolchain } from "./select-toolchain.ts";

const work = temporaryFolder("select");
const HOST = { os: "linux", arch: "amd64" };
let homes = 0;

function goroot(folder: string, version: string, script = "#!/bin/sh\n"): string {
  mkdirSync(path.join(folder, "bin"), { recursive: true });
  mkdirSync(path.join(folder, "pkg", "tool", "linux_amd64"), { recursive: true });
  writeFileSync(path.join(folder, "VERSION"), `${version}\ntime 2026-01-01T00:00:00Z\n`);
  writeFileSync(path.join(folder, "bin", "go"), script);
  chmodSync(path.join(folder, "bin", "go"), 0o755);
  return folder;
}

function options(env: Record<string, string>, goVersion?: string, toolchain?: string) {
  const home = path.join(work, `home${++homes}`);
  mkdirSync(home);
  return {
    env: { HOME: home, PATH: "", ...env },
    goEnv: {},
    host: HOST,
    cacheFolder: path.join(home, "cache"),
    ...(goVersion === undefined ? {} : { module: { goVersion, ...(toolchain === undefined ? {} : { toolchain }) } }),
  };
}

test("selectToolchain() takes the go on the PATH through links", async () => {
  const root = goroot(path.join(work, "go1.26.8"), "go1.26.8");
  const bin = path.join(work, "bin");
  mkdirSync(bin);
  symlinkSync(path.join(root, "bin", "go"), path.join(bin, "go"));
  const found = await selectToolchain(options({ PATH: `relative:${path.join(work, "nowhere")}:${bin}` }, "1.26"));
  assert.deepEqual(found, {
    go: path.join(root, "bin", "go"),
    root,
    version: "go1.26.8",
    os: "linux",
    arch: "amd64",
    from: "path",
  });
});

test("selectToolchain() asks a shim that is no part of a toolchain", async () => {
  const root = goroot(path.join(work, "managed"), "go1.26.7");
  const shims = path.join(work, "shims");
  mkdirSync(shims);
  writeFileSync(path.join(shims, "go"), `#!/bin/sh\necho '${root}'\n`);
  chmodSync(path.join(shims, "go"), 0o755);
  const found = await selectToolchain(options({ PATH: `${shims}:/bin:/usr/bin` }, "1.26"));
  assert.equal(found.root, root);
});

test("selectToolchain() knows a development toolchain", async () => {
  const root = goroot(path.join(work, "devel"), "devel go1.28-1234567 Mon Jan 1");
  assert.equal((await selectToolchain(options({ PATH: path.join(root, "bin") }, "1.27.0"))).version, "go1.28-1234567");
});

test("selectToolchain() names the ways to get a go command", async () => {
  const asked = options({ PATH: path.join(work, "nowhere") }, "1.26", "go1.26.8");
  await assert.rejects(
    selectToolchain(asked),
    (error: { code: string; details: { hint: string; expected: string } }) => {
      assert.equal(error.code, "go-missing");
      assert.match(error.details.expected, /go1\.26\.8 or newer, as the toolchain line of go\.mod asks/);
      assert.match(error.details.hint, /install go1\.26\.8 .*PATH, or set GOPROXY/);
      return true;
    },
  );
});

test("selectToolchain() does not switch when GOTOOLCHAIN is local", async () => {
  const root = goroot(path.join(work, "old"), "go1.25.0");
  const asked = options({ PATH: path.join(root, "bin"), GOTOOLCHAIN: "local", GOPROXY: "http://127.0.0.1:9" }, "1.26");
  await assert.rejects(
    selectToolchain(asked),
    (error: { code: string; message: string; details: { hint: string } }) => {
      assert.equal(error.code, "go-too-old");
      assert.match(error.message, /is go1\.25\.0, but the go line of go\.mod asks for go1\.26\.0/);
      assert.match(error.details.hint, /unset GOTOOLCHAIN/);
      return true;
    },
  );
  assert.equal(
    (await selectToolchain({ ...asked, module: { goVersion: "1.25", toolchain: "go1.26.0" } })).version,
    "go1.25.0",
  );
});

test("selectToolchain() ignores a GOTOOLCHAIN in Go's environment file", async () => {
  const root = goroot(path.join(work, "older"), "go1.25.0");
  const asked = {
    ...options({ PATH: path.join(root, "bin"), GOPROXY: "off" }, "1.26"),
    goEnv: { GOTOOLCHAIN: "local" },
  };
  await assert.rejects(selectToolchain(asked), { code: "toolchain-unavailable" });
});

test("selectToolchain() prefers what Go downloaded itself, but only when Go had checked it", async () => {
  const asked = options({ PATH: "", GOPROXY: "off" }, "1.26.8");
  const cache = path.join(asked.env["HOME"] ?? "", "go", "pkg", "mod");
  goroot(path.join(cache, "golang.org", "toolchain@v0.0.1-go1.26.8.linux-amd64"), "go1.26.8");
  await assert.rejects(selectToolchain(asked), { code: "toolchain-unavailable" });
  const proof = path.join(
    cache,
    "cache",
    "download",
    "golang.org",
    "toolchain",
    "@v",
    "v0.0.1-go1.26.8.linux-amd64.ziphash",
  );
  mkdirSync(path.dirname(proof), { recursive: true });
  writeFileSync(proof, "h1:x");
  assert.equal((await selectToolchain(asked)).from, "module cache");
});

test("selectToolchain() finds what golang.org/dl unpacked", async () => {
  const asked = options({ PATH: "", GOPROXY: "off" }, "1.26.8");
  const root = goroot(path.join(asked.env["HOME"] ?? "", "sdk", "go1.26.8"), "go1.26.8");
  writeFileSync(path.join(root, ".unpacked-success"), "");
  assert.equal((await selectToolchain(asked)).root, root);
});
