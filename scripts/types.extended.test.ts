import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

const root = path.resolve(import.meta.dirname, "..");

test("the example of docs/library.md fits the types that are published", (t) => {
  const example =
    /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(path.join(root, "docs", "library.md"), "utf8"))?.[1] ?? "";
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-types-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const modules = path.join(folder, "node_modules");
  const installed = path.join(modules, "slipway");
  mkdirSync(path.join(installed, "dist"), { recursive: true });
  for (const name of ["valibot", "@types"]) {
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name), "junction");
  }
  writeFileSync(
    path.join(installed, "package.json"),
    readFileSync(path.join(root, "packages", "slipway", "package.json")),
  );
  execFileSync(process.execPath, [path.join(root, "scripts", "types.ts"), path.join(installed, "dist", "types")]);

  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(path.join(folder, "right.ts"), example);
  writeFileSync(path.join(folder, "wrong.ts"), example.replace("plan.project", "plan.projekt"));
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const flags = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2024"];
  const { stdout } = spawnSync(process.execPath, [tsc, ...flags, "--types", "node", "right.ts", "wrong.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const problems = stdout.split("\n").filter((line) => line.includes("error"));
  assert.equal(problems.length, 1, stdout);
  assert.match(problems[0] ?? "", /^wrong\.ts.*Property 'projekt' does not exist/);
});
