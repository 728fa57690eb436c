import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { needPrograms } from "../packages/slipway/src/platform/testing/need-programs.ts";
import { findBrowser } from "../packages/slipway/src/platform/wasm/find-browser.ts";

needPrograms({ chromium: "chromium" });
const root = path.resolve(import.meta.dirname, "..");

test("packages/wasm as it is published runs programs in Node and in Chromium, and its types fit its README", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-wasm-package-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules);
  execFileSync(process.execPath, [path.join(root, "scripts", "wasm-package.ts"), path.join(modules, "slipway-wasm")]);
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(path.join(folder, "go.mod"), "module example.test/hello\n\ngo 1.21\n");
  writeFileSync(path.join(folder, "main.go"), 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n');
  for (const os of ["wasip1", "js"]) {
    const env = { ...process.env, GOOS: os, GOARCH: "wasm", GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" };
    execFileSync("go", ["build", "-o", `${os}.wasm`, "."], { cwd: folder, env });
  }

  symlinkSync(path.join(root, "node_modules", "playwright-core"), path.join(modules, "playwright-core"), "junction");
  writeFileSync(
    path.join(folder, "use.mjs"),
    `import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { compile, memory, Pipe, runWasip1, Vfs } from "slipway-wasm";
import { runGo } from "slipway-wasm/gojs";
import { overlay } from "slipway-wasm/backends/overlay";
import { openChromium, runInBrowser, runInNode } from "slipway-wasm/node";
const stdout = (bytes) => process.stdout.write(bytes);
const options = { files: new Vfs(overlay(memory())), stdin: new Pipe(), stdout };
console.log(await (await runWasip1(await compile(readFileSync("wasip1.wasm")), options)).exited);
console.log(await (await runGo(await compile(readFileSync("js.wasm")), { stdout })).exited);
console.log(await runInNode({ program: "wasip1.wasm" }));
const open = openChromium(chromium, ${JSON.stringify(findBrowser(process.env))});
console.log(await runInBrowser({ program: "js.wasm" }, open, { stdout, stderr: stdout }));
`,
  );
  const said = execFileSync(process.execPath, ["use.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(said, "hello\n0\n".repeat(4));

  const readme = readFileSync(path.join(root, "packages", "wasm", "README.md"), "utf8");
  const example = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
  writeFileSync(path.join(folder, "right.ts"), example);
  writeFileSync(path.join(folder, "wrong.ts"), example.replace("program.exited", "program.exit"));
  writeFileSync(
    path.join(folder, "node.ts"),
    'import { runInNode } from "slipway-wasm/node";\nexport const code: number = await runInNode({ program: "a.wasm" });\n',
  );
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const check = (files: readonly string[], ...more: readonly string[]): string =>
    spawnSync(
      process.execPath,
      [tsc, "--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", ...more, ...files],
      { cwd: folder, encoding: "utf8" },
    ).stdout;
  symlinkSync(path.join(root, "node_modules", "@types"), path.join(modules, "@types"), "junction");
  const problems = check(
    ["right.ts", "wrong.ts"],
    "--lib",
    "es2024,dom,dom.asynciterable,esnext.disposable",
    "--types",
    "",
  );
  assert.match(problems, /^wrong\.ts\(\d+,\d+\): error TS2339: Property 'exit' does not exist/);
  assert.equal(problems.trim().split("\n").length, 1, problems);
  // A program for Node needs no types of browsers.
  assert.equal(check(["node.ts"], "--lib", "es2024", "--types", "node", "--skipLibCheck"), "");
});
