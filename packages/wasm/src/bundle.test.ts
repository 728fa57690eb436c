import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const folder = mkdtempSync(path.join(tmpdir(), "slipway-wasm-bundle-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles an entry for browsers; the modules that got in, relative to `src`, and the size that a page downloads. */
async function bundle(code: string): Promise<{ readonly modules: string[]; readonly gzip: number }> {
  const input = path.join(folder, "entry.ts");
  writeFileSync(input, code.replaceAll('from "./', `from "${import.meta.dirname}/`));
  const build = await rolldown({ input, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "esm", minify: true });
  const [chunk] = output;
  const modules = Object.entries(chunk.modules)
    .filter(([, { code: kept }]) => kept !== null && kept !== "")
    .map(([id]) => path.relative(import.meta.dirname, id));
  await build.close();
  return { modules, gzip: gzipSync(chunk.code, { level: 9 }).length };
}

test("wasip1 with files in memory is at most 9.5 KB of gzip and pulls nothing else in", async () => {
  const { modules, gzip } = await bundle('export { compile, runWasip1, memory, Vfs, Pipe } from "./index.ts";');
  assert.ok(gzip <= 9.5 * 1024, `${gzip} bytes`);
  const backends = modules.filter((name) => name.startsWith("vfs/backends/")).sort();
  assert.deepEqual(backends, ["vfs/backends/dev.ts", "vfs/backends/memory.ts", "vfs/backends/read-only.ts"]);
  assert.deepEqual(
    modules.filter((name) => /^(gojs|protocol|browser|node)\//.test(name)),
    [],
  );
});

test("everything for browsers together is at most 22.5 KB of gzip", async () => {
  const { gzip } = await bundle(`
    export * from "./index.ts";
    export * from "./gojs/index.ts";
    export * from "./protocol/index.ts";
    export * from "./browser/run-page.ts";
    export * from "./vfs/backends/directory-handle.ts";
    export * from "./vfs/backends/http.ts";
    export * from "./vfs/backends/overlay.ts";
  `);
  assert.ok(gzip <= 22.5 * 1024, `${gzip} bytes`);
});

test("no module of the package for browsers touches Node", async () => {
  const { modules } = await bundle(`export * from "./index.ts"; export * from "./browser/run-page.ts";`);
  assert.ok(modules.length > 30);
  assert.deepEqual(
    modules.filter((name) => name.startsWith("node") || name.startsWith("..")),
    [],
  );
});
