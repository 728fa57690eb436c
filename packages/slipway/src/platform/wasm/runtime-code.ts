import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SlipwayError } from "../../errors.ts";

/** The parts of the browser runtime that are shipped with programs: made by `scripts/bundle.ts`. */
export type RuntimePart = "wasip1" | "js";

/** The text of a module with what a bundle needs to run its program. */
export function runtimeCode(part: RuntimePart): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const name = `wasm-bundle-${part}.js`;
  const places = [here, join(here, ".."), join(here, "..", "..", "..", "dist")].map((folder) => join(folder, name));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) {
    throw new SlipwayError("internal", `The browser runtime "${name}" is missing from this installation`, {
      hint: "install Slipway again; in a checkout: npm run bundle",
    });
  }
  return readFileSync(found, "utf8");
}
