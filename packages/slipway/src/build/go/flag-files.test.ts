import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { GoSettings } from "./go-build-params.ts";
import { flagFiles } from "./flag-files.ts";

test("flagFiles() names profiles, overlays and what they lay over, from flags and GOFLAGS", async (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-flags-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(path.join(root, "over.json"), JSON.stringify({ Replace: { "a.go": "b.go", "c.go": "" } }));
  writeFileSync(path.join(root, "broken.json"), "{");
  const at = (...names: readonly string[]): string[] => names.map((name) => path.join(root, name));
  const files = (flags: readonly string[], env: Record<string, string> = {}): Promise<string[]> =>
    flagFiles({ flags, env: {}, dir: "." } as unknown as GoSettings, { root, env });

  assert.deepEqual(await files(["-trimpath", "-pgo=cpu.pprof"]), at("cpu.pprof"));
  assert.deepEqual(await files(["-pgo=auto", "-pgo=off"]), []);
  assert.deepEqual(await files(["-overlay=over.json"]), at("over.json", "b.go"));
  assert.deepEqual(await files(["-overlay=broken.json"]), at("broken.json"));
  assert.deepEqual(await files([], { GOFLAGS: "-mod=mod --pgo=p" }), at("p"));
});
