import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { goHost } from "../host.ts";
import { temporaryFolder } from "../testing/repository.ts";
import { selectToolchain } from "./select-toolchain.ts";

test(
  "selectToolchain() fetches a real toolchain that is byte for byte the one that Go unpacks",
  { timeout: 600_000 },
  async () => {
    const work = temporaryFolder("real-toolchain");
    const goEnv = JSON.parse(
      execFileSync("go", ["env", "-json", "GOPROXY", "GOSUMDB"], { encoding: "utf8" }),
    ) as Record<string, string>;
    const host = goHost(process.platform, process.arch);
    const env = { PATH: path.join(work, "empty"), HOME: work, ...goEnv };
    const made = await selectToolchain({
      env,
      goEnv: {},
      host,
      module: { goVersion: "1.26", toolchain: "go1.27.0" },
      cacheFolder: path.join(work, "cache"),
    });
    assert.equal(made.version, "go1.27.0");
    assert.equal(made.from, "module proxy");
    const printed = execFileSync(made.go, ["version"], {
      encoding: "utf8",
      env: { PATH: env.PATH, HOME: work, GOTOOLCHAIN: "local" },
    });
    assert.equal(printed, `go version go1.27.0 ${host.os}/${host.arch}\n`);
    assert.match(readFileSync(`${made.root}.ok`, "utf8"), /"hash": "h1:/);

    const theirs = execFileSync("go", ["env", "GOROOT"], {
      cwd: work,
      encoding: "utf8",
      env: { ...process.env, GOTOOLCHAIN: "go1.27.0", GOMODCACHE: path.join(work, "modcache"), GOFLAGS: "-modcacherw" },
    }).trim();
    execFileSync("diff", ["-r", made.root, theirs]);
  },
);
