/**
 * Writes `packages/wasm` as it is published, JavaScript with declarations, into `packages/wasm/dist` or the folder named:
 * `npm publish packages/wasm/dist`. In the repository nothing reads it.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const root = path.resolve(import.meta.dirname, "..");
const home = path.join(root, "packages", "wasm");
const out = path.resolve(process.argv[2] ?? path.join(home, "dist"));
rmSync(out, { recursive: true, force: true });

const flags =
  "--ignoreConfig --declaration --rewriteRelativeImportExtensions --target es2024 --module nodenext --types node --strict " +
  "--exactOptionalPropertyTypes --noUncheckedIndexedAccess --skipLibCheck --rootDir src " +
  "--lib es2024,esnext.disposable,esnext.iterator,dom,dom.iterable,dom.asynciterable,webworker.importscripts";
const backends = globSync("src/vfs/backends/*.ts", { cwd: home, exclude: ["**/*.test.ts"] }).sort();
const entries = ["src/index.ts", "src/gojs/index.ts", "src/protocol/index.ts", "src/node/index.ts", ...backends];
const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
execFileSync(process.execPath, [tsc, ...flags.split(" "), "--outDir", out, ...entries], {
  cwd: home,
  stdio: "inherit",
});

// The page of `runInBrowser`.
const input = { "wasm-browser": path.join(home, "src", "browser", "run-page.ts") };
const page = await rolldown({ cwd: home, input, platform: "browser", logLevel: "warn" });
await page.write({ dir: out, format: "esm", minify: true, codeSplitting: false });
await page.close();

const declarations = readFileSync(path.join(home, "node.d.ts"), "utf8");
writeFileSync(path.join(out, "node.d.ts"), declarations.replaceAll('"./src/', '"./'));
copyFileSync(path.join(home, "README.md"), path.join(out, "README.md"));
copyFileSync(path.join(root, "LICENSE"), path.join(out, "LICENSE"));
const { files: _, ...description } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8")) as {
  readonly files: unknown;
  readonly exports: unknown;
};
const published = JSON.stringify({ ...description, exports: emitted(description.exports) }, undefined, 2);
writeFileSync(path.join(out, "package.json"), `${published}\n`);

/** The same entries in what was emitted. */
function emitted(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/^\.\/src\/(.*)\.ts$/, "./$1.js");
  return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, emitted(each)]));
}
