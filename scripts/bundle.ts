/** Bundles the command line and the library into `packages/slipway/dist`. Lazy imports stay lazy: one chunk each. */
import { rmSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const home = path.resolve(import.meta.dirname, "..", "packages", "slipway");
const dist = path.join(home, "dist");

const bundle = await rolldown({
  cwd: home,
  input: { cli: "src/cli/main.ts", index: "src/index.ts" },
  platform: "node",
  // Big or native packages are loaded from node_modules where they are used.
  external: [/^node:/, "playwright-core"],
  logLevel: "warn",
});
rmSync(path.join(dist, "chunks"), { recursive: true, force: true });
await bundle.write({ dir: dist, format: "esm", chunkFileNames: "chunks/[name]-[hash].js", minify: false, sourcemap: false });
await bundle.close();
