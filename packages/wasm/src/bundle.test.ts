import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { rolldown, type OutputChunk } from "rolldown";

const folder = mkdtempSync(path.join(tmpdir(), "slipway-wasm-bundle-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a page gets of an entry: modules relative to `src`, and bytes of gzip -9. */
interface Bundle {
  /** What is there before anything runs. */
  readonly modules: readonly string[];
  readonly gzip: number;
  /** What is loaded by those programs only that need it. */
  readonly later: Readonly<Record<string, number>>;
  /** The modules of both. */
  readonly all: readonly string[];
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
  const chunks = output.filter((file) => file.type === "chunk");
  const atOnce = new Set(chunks.filter(({ isEntry }) => isEntry));
  // A set is walked to what is added meanwhile, too.
  for (const { imports } of atOnce) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) atOnce.add(chunk);
  }
  const others = chunks.filter((chunk) => !atOnce.has(chunk));
  return {
    modules: modulesOf([...atOnce]),
    gzip: sum([...atOnce].map(size)),
    later: Object.fromEntries(others.map((chunk) => [chunk.name, size(chunk)])),
    all: modulesOf(chunks),
  };
}

function modulesOf(chunks: readonly OutputChunk[]): string[] {
  return (
    chunks
      .flatMap(({ modules }) => Object.entries(modules))
      // The bundler's own module, which joins chunks, has no path.
      .filter(([id, { code: kept }]) => kept !== null && kept !== "" && !id.startsWith("\0"))
      .map(([id]) => path.relative(import.meta.dirname, id))
  );
}

function size({ code }: OutputChunk): number {
  return gzipSync(code, { level: 9 }).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
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
  // Calls that few programs import, what to say where a start fails, how to wait in engines without JSPI: 2.1 KB in all.
  assert.deepEqual(Object.keys(later).sort(), ["rare-calls", "refusals", "thread"]);
  assert.ok(sum(Object.values(later)) <= 2.1 * KB, JSON.stringify(later));
  assert.deepEqual(backendsOf(modules), ["dev", "memory", "read-only"]);
  assert.deepEqual(
    modules.filter((name) => /^(gojs|protocol|browser|node)\//.test(name)),
    [],
  );
});

test("with syscall/js and workers it is at most 16 KB of gzip, and 5.7 KB more for a worker that serves OPFS", async () => {
  const { modules, gzip, later } = await bundle(`
    export { compile, runWasip1, memory, Vfs, Pipe } from "./index.ts";
    export { runGojs } from "./gojs/run-gojs.ts";
    export { opfs } from "./vfs/backends/opfs.ts";
    export { portChannel, servePort } from "./protocol/port.ts";
    export { makeRing, ringChannel, serveRing } from "./protocol/ring.ts";
    export { remoteFiles } from "./protocol/remote-files.ts";
    export { FileServer } from "./protocol/serve-files.ts";
  `);
  assert.ok(gzip <= 16 * KB, `${gzip} bytes`);
  assert.deepEqual(backendsOf(modules), ["dev", "memory", "opfs", "read-only"]);
  // Those of the thread that serves files, or keeps them in OPFS.
  const worker = sum(["serving", "open-opfs"].map((name) => later[name] ?? Number.NaN));
  assert.ok(worker <= 5.7 * KB, JSON.stringify(later));
});

test("every export of the package is at most 20 KB of gzip, and 30 KB with what few programs load", async (t) => {
  const backends = readdirSync(path.join(import.meta.dirname, "vfs/backends")).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  const entries = ["index.ts", "gojs/index.ts", "protocol/index.ts", ...backends.map((name) => `vfs/backends/${name}`)];
  const { gzip, later } = await bundle(entries.map((entry) => `export * from "./${entry}";`).join("\n"));
  t.diagnostic(`${gzip} bytes at once, later ${JSON.stringify(later)}`);
  assert.ok(gzip <= 20 * KB, `${gzip} bytes`);
  assert.deepEqual(Object.keys(later).sort(), [
    "directory-files",
    "open-opfs",
    "rare-calls",
    "refusals",
    "serving",
    "tinygo-host",
  ]);
  assert.ok(gzip + sum(Object.values(later)) <= 30 * KB, JSON.stringify(later));
});

for (const name of ["http", "overlay", "directory-handle", "opfs", "network"]) {
  test(`importing the back end ${name} pulls in none of the others`, async () => {
    const { all } = await bundle(`export * from "./vfs/backends/${name}.ts";`);
    const shared = new Set(["browser-errors", "memory", "read-only"]);
    assert.deepEqual(
      backendsOf(all).filter((other) => !shared.has(other)),
      [name],
    );
    assert.deepEqual(
      all.filter((other) => !other.startsWith("vfs/")),
      [],
    );
  });
}

test("no module of the package for browsers touches Node", async () => {
  const { all } = await bundle(`export * from "./index.ts"; export * from "./browser/run-page.ts";`);
  assert.ok(all.length > 30);
  assert.deepEqual(
    all.filter((name) => name.startsWith("node") || name.startsWith("..")),
    [],
  );
});
