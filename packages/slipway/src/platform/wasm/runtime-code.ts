import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SlipwayError } from "../../errors.ts";

/** Modules for browsers, made by `scripts/bundle.ts`: what is shipped with programs, and the dev page. */
export type RuntimePart = "wasip1" | "js" | "dev-page" | "dev-runner";

/** The text of one. */
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
