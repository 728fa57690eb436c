import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

const folder = mkdtempSync(path.join(tmpdir(), "slipway-wasm-bundle-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a page gets of an entry: modules relative to `src`, and bytes of gzip -9. */
interface Bundle {
  /** What is there before anything runs. */
  readonly modules: readonly string[];
  readonly gzip: number;
  /** What is loaded by those programs only that need it. */
  readonly later: Readonly<Record<string, number>>;
}

/** Bundles an entry for browsers as a page does. */
async function bundle(code: string): Promise<Bundle> {
  const input = path.join(folder, "entry.ts");
  writeFileSync(input, code.replaceAll('from "./', `from "${import.meta.dirname}/`));
  const build = await rolldown({
    input,
    platform: "browser",
    logLevel: "silent",
    preserveEntrySignatures: "allow-extension",
  });
  const { output } = await build.generate({ format: "esm", minify: true, comments: false });
  await build.close();
  const [entry, ...others] = output.filter((file) => file.type === "chunk");
  assert.deepEqual(entry?.imports, [], "everything that is needed at once is in one file");
  const modules = Object.entries(entry?.modules ?? {})
    // The bundler's own module, which joins chunks, has no path.
    .filter(([id, { code: kept }]) => kept !== null && kept !== "" && !id.startsWith("\0"))
    .map(([id]) => path.relative(import.meta.dirname, id));
  const size = (text: string): number => gzipSync(text, { level: 9 }).length;
  const later = Object.fromEntries(others.map(({ name, code }) => [name, size(code)]));
  return { modules, gzip: size(entry?.code ?? ""), later };
}

/** The back ends among modules, by name. */
function backendsOf(modules: readonly string[]): string[] {
  return modules.flatMap((name) => /^vfs\/backends\/([^/]+)\.ts$/.exec(name)?.[1] ?? []).sort();
}

/** So that the figures hold in either reading of a KB. */
const KB = 1000;

test("wasip1 with files in memory is at most 8 KB of gzip and pulls nothing else in", async () => {
  const { modules, gzip, later } = await bundle('export { compile, runWasip1, memory, Vfs, Pipe } from "./index.ts";');
  assert.ok(gzip <= 8 * KB, `${gzip} bytes`);
  // Calls that few programs import, what to say where a start fails, how to wait in engines without JSPI: 2 KB in all.
  assert.deepEqual(Object.keys(later).sort(), ["rare-calls", "refusals", "thread"]);
  assert.ok(Object.values(later).reduce((a, b) => a + b) <= 2 * KB, JSON.stringify(later));
  assert.deepEqual(backendsOf(modules), ["dev", "memory", "read-only"]);
  assert.deepEqual(
    modules.filter((name) => /^(gojs|protocol|browser|node)\//.test(name)),
    [],
  );
});

test("with syscall/js, OPFS and workers it is at most 20 KB of gzip", async () => {
  const { modules, gzip } = await bundle(`
    export { compile, runWasip1, memory, Vfs, Pipe } from "./index.ts";
    export { runGojs } from "./gojs/run-gojs.ts";
    export { opfs } from "./vfs/backends/opfs.ts";
    export { portChannel, servePort } from "./protocol/port.ts";
    export { makeRing, ringChannel, serveRing } from "./protocol/ring.ts";
    export { remoteFiles } from "./protocol/remote-files.ts";
    export { FileServer } from "./protocol/serve-files.ts";
  `);
  assert.ok(gzip <= 20 * KB, `${gzip} bytes`);
  assert.deepEqual(backendsOf(modules), ["browser-errors", "dev", "memory", "opfs", "read-only"]);
});

for (const name of ["http", "overlay", "directory-handle", "opfs", "network"]) {
  test(`importing the back end ${name} pulls in none of the others`, async () => {
    const { modules } = await bundle(`export * from "./vfs/backends/${name}.ts";`);
    const shared = new Set(["browser-errors", "memory", "read-only"]);
    assert.deepEqual(
      backendsOf(modules).filter((other) => !shared.has(other)),
      [name],
    );
    assert.deepEqual(
      modules.filter((other) => !other.startsWith("vfs/")),
      [],
    );
  });
}

test("no module of the package for browsers touches Node", async () => {
  const { modules } = await bundle(`export * from "./index.ts"; export * from "./browser/run-page.ts";`);
  assert.ok(modules.length > 30);
  assert.deepEqual(
    modules.filter((name) => name.startsWith("node") || name.startsWith("..")),
    [],
  );
});
