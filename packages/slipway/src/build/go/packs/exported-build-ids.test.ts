import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { GoSettings } from "../go-build-params.ts";
import { exportedBuildIds } from "./exported-build-ids.ts";

test(
  "exportedBuildIds() asks for many programs in portions, and tells what they share once",
  { skip: process.platform === "win32" && "the go of this test is a script" },
  async (t) => {
    const cwd = mkdtempSync(join(tmpdir(), "slipway-exported-"));
    t.after(() => rmSync(cwd, { recursive: true, force: true }));
    const go = join(cwd, "go");
    writeFileSync(
      go,
      '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift; echo $# >> asked; echo shared; for each; do echo "id of $each"; done\n',
    );
    chmodSync(go, 0o755);
    const packages = Array.from({ length: 450 }, (_, at) => `./cmd/p${at}`);
    const settings = { tool: "go", flags: [], buildmode: "", vcs: null } as unknown as GoSettings;
    const ids = await exportedBuildIds({
      go,
      cwd,
      env: { PATH: process.env["PATH"] ?? "" },
      settings,
      flags: [],
      packages,
      format: "{{.BuildID}}",
      signal: new AbortController().signal,
    });
    assert.deepEqual(ids, ["shared", ...packages.map((name) => `id of ${name}`)]);
    assert.equal(readFileSync(join(cwd, "asked"), "utf8"), "200\n200\n50\n");
  },
);
