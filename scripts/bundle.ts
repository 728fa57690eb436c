/**
 * Bundles the command line and the library into `packages/slipway/dist`. Lazy imports stay lazy: one chunk each.
 *
 * Files appear by rename, entries last, and chunks of the bundle before stay for an hour: a Slipway that is running
 * while another one bundles still finds what it loads late.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const home = path.resolve(import.meta.dirname, "..", "packages", "slipway");
const dist = path.join(home, "dist");

const bundle = await rolldown({
  cwd: home,
  input: { cli: "src/cli/main.ts", index: "src/index.ts" },
  platform: "node",
  // These find files of their own beside themselves, so they stay packages.
  external: [/^node:/, "playwright-core", "@bokuweb/zstd-wasm", "brotli-wasm"],
  logLevel: "warn",
});
const { output } = await bundle.generate({ format: "esm", chunkFileNames: "chunks/[name]-[hash].js" });
await bundle.close();

/** What browsers load of the wasm runtime, one file each. */
const browser = path.resolve(home, "..", "wasm", "src", "browser");
const pageOutput = [];
for (const [name, file] of [
  ["wasm-browser", "run-page"],
  // What is shipped with programs, each with what its kind of program needs.
  ["wasm-bundle-wasip1", "bundle-wasip1"],
  ["wasm-bundle-js", "bundle-js"],
  ["wasm-bundle-dev-page", "dev/page"],
  ["wasm-bundle-dev-runner", "dev/runner"],
] as const) {
  const input = { [name]: path.join(browser, `${file}.ts`) };
  const page = await rolldown({ cwd: home, input, platform: "browser", logLevel: "warn" });
  const { output } = await page.generate({ format: "esm", minify: true, codeSplitting: false });
  pageOutput.push(...output);
  await page.close();
}

const chunks = path.join(dist, "chunks");
mkdirSync(chunks, { recursive: true });
const isEntry = (file: (typeof output)[number]): boolean => file.type === "chunk" && file.isEntry;
for (const file of [...pageOutput, ...output].sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
  const to = path.join(dist, file.fileName);
  const temporary = `${to}.${process.pid}.tmp`;
  writeFileSync(temporary, file.type === "chunk" ? file.code : file.source);
  renameSync(temporary, to);
}

const current = new Set(output.map((file) => path.basename(file.fileName)));
for (const name of readdirSync(chunks)) {
  const file = path.join(chunks, name);
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (!current.has(name) && age > 3_600_000) rmSync(file, { force: true });
}
