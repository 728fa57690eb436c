import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The Node that runs us. */
export function nodeProgram(): string {
  return process.execPath;
}

/** The command line that starts this Slipway again, for work that is better off in a process of its own. */
export function ownCommand(): readonly string[] {
  // In a bundle this is one of its chunks, one folder below the entry; in the sources the entry is in its own room.
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, "cli.js"), join(here, "..", "cli.js"), join(here, "..", "..", "cli", "main.ts")];
  const entry = places.find((place) => existsSync(place)) ?? "cli.js";
  return [process.execPath, entry];
}
