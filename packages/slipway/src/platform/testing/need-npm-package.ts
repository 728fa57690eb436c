import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * A package of the npm registry for one test, in a folder of its own below the temporary folder: it is too large for everybody's
 * `npm ci`. Returns that folder. `overrides` pin what it depends on.
 */
export function needNpmPackage(
  name: string,
  version: string,
  overrides: Readonly<Record<string, string>> = {},
): string {
  const folder = path.join(os.tmpdir(), `slipway-npm-${name.replaceAll(/[^\w]+/gu, "-")}-${version}`);
  if (existsSync(path.join(folder, "node_modules", name, "package.json"))) return folder;
  mkdirSync(folder, { recursive: true });
  const manifest = { name: "slipway-test", private: true, dependencies: { [name]: version }, overrides };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return folder;
}
