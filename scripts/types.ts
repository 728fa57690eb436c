/**
 * Writes the type declarations of the library into `packages/slipway/dist/types`, or the folder named, for the package
 * as it is published. In the repository nothing reads them, so bundling does not wait for it.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const home = path.join(root, "packages", "slipway");
const out = path.resolve(process.argv[2] ?? path.join(home, "dist", "types"));
rmSync(out, { recursive: true, force: true });
const flags =
  "--ignoreConfig --declaration --emitDeclarationOnly --target es2024 --lib es2024,esnext.disposable,esnext.iterator " +
  "--module nodenext --types node --strict --exactOptionalPropertyTypes --allowImportingTsExtensions --skipLibCheck " +
  "--resolveJsonModule";
const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
const args = [tsc, ...flags.split(" "), "--rootDir", path.join(home, "src"), "--outDir", out];
execFileSync(process.execPath, [...args, path.join(home, "src", "index.ts")], { cwd: root, stdio: "inherit" });
