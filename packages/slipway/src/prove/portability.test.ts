import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import type { Discovery, RunContext } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { portabilityKind } from "./portability.ts";

test("portability depends on every name of the project, on its scripts, and on folders that hold only folders", async (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-names-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const write = (name: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), "");
  };
  const look = async (): Promise<Discovery> => {
    const context = {
      root,
      dist: path.join(root, "dist"),
      facts: {},
      env: {},
      once: (_: string, make: () => Promise<unknown>) => make(),
    } as unknown as RunContext;
    const found = await portabilityKind.discover!({ params: { targets: [] } } as unknown as Task, context);
    return { ...found, files: found.files.map((file) => path.relative(root, file)), folders: found.folders };
  };
  for (const name of ["go.mod", "cmd/one/main.go", "scripts/run.sh", "docs/a.md", "dist/app"]) write(name);
  const before = await look();
  assert.deepEqual([...before.files].sort(), ["cmd/one/main.go", "go.mod", "scripts/run.sh"]);
  assert.ok(before.folders.includes(path.join(root, "cmd")), before.folders.join(" "));
  write("dist/other");
  assert.equal((await look()).values["names"], before.values["names"]);
  write("docs/AUX.md");
  assert.notEqual((await look()).values["names"], before.values["names"]);
});
