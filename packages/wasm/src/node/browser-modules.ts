import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The bundle of `browser/run-page.ts`. */
const BUNDLE = "wasm-browser.js";

/** The browser's modules: a folder, and the module in it that the page and its worker load. */
export interface BrowserModules {
  readonly folder: string;
  readonly entry: string;
}

/**
 * Finds them: `wasm-browser.js` beside this module or above it in a bundle, else this package's sources, whose types are taken off as they
 * are served.
 */
export function findBrowserModules(): BrowserModules {
  const here = path.dirname(fileURLToPath(import.meta.url));
  // A bundle keeps its chunks one folder below its entries.
  const folder = [here, path.dirname(here)].find((place) => existsSync(path.join(place, BUNDLE)));
  if (folder !== undefined) return { folder, entry: BUNDLE };
  return { folder: path.resolve(here, ".."), entry: "browser/run-page.ts" };
}

/** The text of a module as browsers take it, or undefined for what is not a module of the folder. */
export async function readModule({ folder, entry }: BrowserModules, name: string): Promise<string | undefined> {
  const file = path.join(folder, name);
  const bundled = entry === BUNDLE;
  if (!file.startsWith(folder + path.sep) || (bundled ? name !== entry : !name.endsWith(".ts"))) return undefined;
  try {
    const text = await readFile(file, "utf8");
    return bundled ? text : stripTypes(text);
  } catch {
    return undefined;
  }
}

/** Node calls its own type stripping experimental on stderr, which belongs to the program here. */
function stripTypes(text: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
