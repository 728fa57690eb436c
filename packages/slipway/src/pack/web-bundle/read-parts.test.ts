import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { inputFiles } from "./read-parts.ts";

test("inputFiles() lists every folder of the assets, empty ones too, so that a new file in any is seen", (t) => {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-parts-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const at = (name: string): string => path.join(home, name);
  for (const folder of ["assets/img/small", "assets/empty", "source/inner"]) mkdirSync(at(folder), { recursive: true });
  for (const file of ["assets/img/a.png", "source/main.go", "source/inner/b.go"]) writeFileSync(at(file), "");
  assert.deepEqual(inputFiles({ page: "", assets: at("assets"), source: at("source") }), {
    files: [at("assets/img/a.png"), at("source/main.go")],
    folders: [at("assets"), at("assets/empty"), at("assets/img"), at("assets/img/small"), at("source")],
  });
});
